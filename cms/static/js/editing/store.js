/* Texts that are not saved yet, in this browser: one entry per form that was opened, encrypted with a key that the
   server gives to the person alone. Without encryption (plain HTTP) they live as long as the tab. */
window.editing = {};
(() => {
  const CONTEXT = "editing:";
  const DAYS = 7;

  const database = (mode, act) =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open("editing", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("texts", { keyPath: "token" });
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const database = opening.result;
        const work = database.transaction("texts", mode);
        const asked = act(work.objectStore("texts"));
        const end = (settle) => () => { database.close(); settle(); };
        work.oncomplete = end(() => resolve(asked && asked.result));
        work.onerror = work.onabort = end(() => reject(work.error));
      };
    });

  const encrypted = {
    put: async (entry, key) => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(entry.data));
      const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
      await database("readwrite", (texts) => texts.put({ ...entry, iv, data }));
    },
    all: () => database("readonly", (texts) => texts.getAll()),
    read: async (entry, key) => {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: entry.iv }, key, entry.data);
      return JSON.parse(new TextDecoder().decode(plain));
    },
    remove: (token) => database("readwrite", (texts) => texts.delete(token)),
    clear: () => database("readwrite", (texts) => texts.clear()),
    key: (text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    },
  };

  const names = () => Object.keys(sessionStorage).filter((name) => name.startsWith(CONTEXT));
  const ofTheTab = {
    put: async (entry) => sessionStorage.setItem(CONTEXT + entry.token, JSON.stringify(entry)),
    all: async () => names().map((name) => JSON.parse(sessionStorage.getItem(name))),
    read: async (entry) => entry.data,
    remove: async (token) => sessionStorage.removeItem(CONTEXT + token),
    clear: async () => names().forEach((name) => sessionStorage.removeItem(name)),
    key: async () => null,
  };

  const kind = window.crypto && crypto.subtle && window.indexedDB ? encrypted : ofTheTab;
  let key = null;

  /* Entries: {token, user, path, at, data}; ``data`` is the list of the form's [name, value]. */
  window.editing.store = {
    open: async (text) => { key = await kind.key(text); },
    isOpen: () => kind === ofTheTab || key !== null,
    put: (entry) => kind.put(entry, key),
    remove: kind.remove,
    clear: kind.clear,
    /* Those of this person; the next person at the machine finds those of others gone. */
    own: async (user) => {
      const found = [];
      for (const entry of await kind.all()) {
        if (entry.user !== user || Date.now() - entry.at > DAYS * 864e5) await kind.remove(entry.token);
        else found.push(entry);
      }
      return found;
    },
    read: (entry) => kind.read(entry, key).catch(() => null),
  };
})();
