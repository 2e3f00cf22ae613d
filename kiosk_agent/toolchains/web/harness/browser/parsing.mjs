// Reads a page into a document as a browser does: by the HTML standard's own rules, piece by piece, so that a script finds
// what stands before it and nothing else.

const HTML = 'http://www.w3.org/1999/xhtml';

// `ended(element)` is told of each element whose end has come, while the rest of the page is not there yet.
export function readInto(document, source, parse5, ended) {
  parse5.parse(source, { treeAdapter: adapterFor(document, ended), scriptingEnabled: true, sourceCodeLocationInfo: true });
}

// The same for a piece of a page, whose scripts are not run. Returns its nodes.
export function nodesOf(document, text, context, parse5) {
  const fragment = parse5.parseFragment(context, text, { treeAdapter: adapterFor(document, () => {}) });
  return [...fragment.childNodes];
}

// A node as a browser writes it.
export function written(node, parse5, isWhole) {
  const treeAdapter = adapterFor(node.ownerDocument ?? node, () => {});
  return isWhole ? parse5.serializeOuter(node, { treeAdapter }) : parse5.serialize(node, { treeAdapter });
}

// What parse5 asks for is done on linkedom's nodes. https://parse5.js.org/interfaces/parse5.TreeAdapter.html
function adapterFor(document, ended) {
  const modes = { mode: 'no-quirks' };
  const places = new WeakMap();
  const namespaces = new WeakMap();
  const append = (parent, node) => parent.insertBefore(node, null);
  const text = (value) => document.createTextNode(value);
  const setAttributes = (element, attributes) => {
    for (const { name, value } of attributes) if (!element.hasAttribute(name)) element.setAttribute(name, value);
  };
  const insertText = (parent, value, before) => {
    const last = before ? before.previousSibling : parent.lastChild;
    if (last?.nodeType === 3) last.data += value;
    else parent.insertBefore(text(value), before);
  };
  return {
    createDocument: () => document,
    createDocumentFragment: () => document.createDocumentFragment(),
    createElement(tag, namespace, attributes) {
      const element = document.createElementNS(namespace, tag);
      namespaces.set(element, namespace);
      setAttributes(element, attributes);
      return element;
    },
    createCommentNode: (value) => document.createComment(value),
    createTextNode: text,
    appendChild: append,
    insertBefore: (parent, node, before) => parent.insertBefore(node, before),
    setTemplateContent: (template, content) => append(template.content, content),
    getTemplateContent: (template) => template.content,
    setDocumentType: (owner, name) => append(owner, document.createDocumentType(name)),
    setDocumentMode: (_owner, mode) => { modes.mode = mode; },
    getDocumentMode: () => modes.mode,
    detachNode: (node) => node.remove?.(),
    insertText: (parent, value) => insertText(parent, value, null),
    insertTextBefore: (parent, value, before) => insertText(parent, value, before),
    adoptAttributes: setAttributes,
    getFirstChild: (node) => node.firstChild,
    getChildNodes: (node) => [...node.childNodes],
    getParentNode: (node) => node.parentNode,
    // The library keeps them the other way round.
    getAttrList: (element) => [...element.attributes].map(({ name, value }) => ({ name, value })).reverse(),
    getTagName: (element) => element.localName,
    getNamespaceURI: (element) => namespaces.get(element) ?? HTML,
    getTextNodeContent: (node) => node.data,
    getCommentNodeContent: (node) => node.data,
    getDocumentTypeNodeName: (node) => node.name,
    getDocumentTypeNodePublicId: () => '',
    getDocumentTypeNodeSystemId: () => '',
    isTextNode: (node) => node.nodeType === 3,
    isCommentNode: (node) => node.nodeType === 8,
    isDocumentTypeNode: (node) => node.nodeType === 10,
    isElementNode: (node) => node.nodeType === 1,
    getNodeSourceCodeLocation: (node) => places.get(node),
    setNodeSourceCodeLocation: (node, place) => places.set(node, place),
    updateNodeSourceCodeLocation: (node, place) => places.set(node, { ...places.get(node), ...place }),
    onItemPop: (element) => ended(element, places.get(element)),
  };
}
