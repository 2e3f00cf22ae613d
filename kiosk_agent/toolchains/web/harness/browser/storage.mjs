// localStorage and sessionStorage: texts by name, also as properties.
export function emptyStorage() {
  const kept = new Map();
  const own = {
    getItem: (name) => kept.get(String(name)) ?? null,
    setItem: (name, value) => { kept.set(String(name), String(value)); },
    removeItem: (name) => { kept.delete(String(name)); },
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
  };
  return new Proxy(own, {
    get: (_, name) => (name === 'length' ? kept.size : own[name] ?? (typeof name === 'string' ? kept.get(name) : undefined)),
    set: (_, name, value) => { kept.set(name, String(value)); return true; },
    has: (_, name) => name in own || kept.has(name),
    deleteProperty: (_, name) => { kept.delete(name); return true; },
    ownKeys: () => [...kept.keys()],
    getOwnPropertyDescriptor: (_, name) => (kept.has(name) ? { value: kept.get(name), writable: true, enumerable: true, configurable: true } : undefined),
  });
}
