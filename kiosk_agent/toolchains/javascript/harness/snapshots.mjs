// Jest's matchers of snapshots, as far as a test carries its snapshot with it: jest-snapshot itself brings Babel, to write
// new ones. `pretty` is pretty-format with what Jest prints a snapshot by.

const NOT_MADE = 'This test has nothing yet to compare with: write the snapshot into it.';
const NO_FILE = 'No file of snapshots is read here: write the snapshot into the test, by toMatchInlineSnapshot.';
const NEGATED = 'A snapshot cannot be compared by not.';
const NOTHING_THROWN = 'This was to be compared by the error it throws, and it throws none.';
const AS_IN_JEST = { escapeRegex: true, escapeString: false, indent: 2, printBasicPrototype: false, printFunctionName: false };

export function snapshotMatchers(pretty) {
  const shown = (value) => pretty(value, AS_IN_JEST).replaceAll(/\r\n?/g, '\n');
  return {
    toMatchInlineSnapshot(received, ...given) {
      const wanted = given.find((each) => typeof each === 'string');
      const properties = given.find((each) => typeof each === 'object' && each !== null);
      if (properties === undefined) return compared(this, 'toMatchInlineSnapshot', shown(received), wanted);
      const matched = { pass: this.equals(received, merged(received, properties), this.customTesters), message: () => (
        `${this.utils.matcherHint('toMatchInlineSnapshot', undefined, 'properties')}\n\n`
        + this.utils.printDiffOrStringify(properties, received, 'Expected properties', 'Received value', false)) };
      return matched.pass ? compared(this, 'toMatchInlineSnapshot', shown(merged(received, properties)), wanted) : matched;
    },
    toThrowErrorMatchingInlineSnapshot(received, wanted) {
      return compared(this, 'toThrowErrorMatchingInlineSnapshot', shown(messageOf(received, this.promise)), wanted);
    },
    toMatchSnapshot: unkept,
    toThrowErrorMatchingSnapshot: unkept,
  };
}

function unkept() {
  throw new Error(NO_FILE);
}

function compared({ isNot, utils }, name, received, wanted) {
  if (isNot) throw new Error(NEGATED);
  if (wanted === undefined) throw new Error(NOT_MADE);
  const expected = unindented(wanted);
  const values = received.includes('\n') || expected.includes('\n')
    ? utils.diff(expected, received, { aAnnotation: 'Snapshot', bAnnotation: 'Received', expand: false })
    : `Expected: ${expected}\nReceived: ${received}`;
  return { pass: expected === received, message: () => `${utils.matcherHint(name, undefined, 'snapshot')}\n\n${values}` };
}

// A snapshot of several lines stands between two line breaks, as far to the right as the test does.
function unindented(snapshot) {
  const lines = snapshot.split('\n');
  if (lines.length < 3 || lines[0].trim() !== '' || lines.at(-1).trim() !== '') return snapshot.trim();
  const inner = lines.slice(1, -1);
  const indent = /^[^\S\n]*/.exec(inner[0])[0];
  const isWhole = inner.every((line) => line === '' || line.startsWith(indent));
  return inner.map((line) => (isWhole ? line.slice(indent.length) : line)).join('\n');
}

// Of what a function throws, or of what a promise was rejected with.
function messageOf(received, promise) {
  let error = received;
  if (promise === '') {
    try {
      received();
      error = undefined;
    } catch (thrown) {
      error = thrown;
    }
  }
  if (error === undefined) throw new Error(NOTHING_THROWN);
  return error?.message ?? error;
}

// `received` with the `properties` in the place of its own of the same name, at every depth.
function merged(received, properties) {
  if (typeof received !== 'object' || received === null || properties === null) return properties;
  if (Array.isArray(properties)) return properties.map((each, index) => merged(received[index], each));
  if (Object.getPrototypeOf(properties) !== Object.prototype) return properties;
  const both = Object.assign(Object.create(Object.getPrototypeOf(received)), received);
  for (const [key, value] of Object.entries(properties)) both[key] = merged(received[key], value);
  return both;
}
