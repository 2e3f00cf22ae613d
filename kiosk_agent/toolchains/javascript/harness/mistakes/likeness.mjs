// Words that are nearly others: misspelt, or JavaScript's own in the learner's language.

const LONGEST = 40;
const SHORT = 4;
// Of JavaScript's own words, which nobody chose to be unlike others.
export const SHORT_WORD = 5;
export const WORDS = ['const', 'let', 'function', 'return', 'export', 'import', 'if', 'else', 'for', 'while', 'true', 'false', 'of'];
export const GLOBALS = ['console', 'Math', 'Number', 'String', 'true', 'false', 'undefined'];
export const MEMBERS = ['length', 'push', 'pop', 'log', 'includes', 'indexOf', 'join', 'slice', 'toFixed', 'round', 'floor', 'max', 'min',
  'toUpperCase', 'toLowerCase', 'map', 'filter', 'forEach'];

// In Spanish, Catalan, Portuguese, Romanian and Italian, in the forms in which beginners write them.
const OWN = new Map(Object.entries({
  if: 'si se dacă daca',
  'else if': 'elseif elif elsif sinosi',
  else: 'sino senão senao altfel altrimenti altramente',
  for: 'para per pentru foreach forEach',
  while: 'mientras mentre enquanto cât cat',
  of: 'de di din',
  return: 'devuelve devolver devuelva retorna retorno retornar retorne regresa regresar torna tornar devolve '
    + 'returnează returneaza întoarce intoarce ritorna',
  function: 'función funcion funció funcio função funcao funcție functie funzione',
  const: 'constante constant constantă constanta costante',
  let: 'deja variable deixa sea',
  export: 'exportar exporta exporte exportă esporta',
  import: 'importar importa importe importă',
  true: 'verdadero cierto verdader cert verdadeiro adevărat adevarat vero yes si sí sim da sì True TRUE',
  false: 'falso fals falsch False FALSE',
  length: 'longitud largo tamaño longitud llargada comprimento tamanho lungime lunghezza size len count',
  push: 'append add añadir agregar afegeix adiciona adaugă adauga insert put',
  'console.log': 'imprimir imprime escribe mostrar print println echo puts write',
}).flatMap(([word, own]) => own.split(' ').map((each) => [`${kindOf(word)} ${each}`, word])));

function kindOf(word) {
  if (['length', 'push'].includes(word)) return 'member';
  return ['true', 'false', 'console.log'].includes(word) ? 'value' : 'word';
}

// What JavaScript says for a word of another language, or undefined. Kinds: word, value, member.
export function inEnglish(kind, word) {
  return OWN.get(`${kind} ${word}`) ?? OWN.get(`${kind} ${word.toLowerCase()}`);
}

// The one of `names` that `word` is nearly, or undefined. Of words up to `short` letters, one may be another.
export function nearest(word, names, short = SHORT) {
  if (word.length > LONGEST) return undefined;
  let best;
  let least = word.length <= short ? 2 : 3;
  for (const name of names) {
    if (name === word || name.length > LONGEST || Math.abs(name.length - word.length) >= least) continue;
    // Another case, or no accents, is the same word written otherwise.
    const distance = plain(name) === plain(word) ? 0.5 : steps(plain(word), plain(name));
    if (distance < least && distance < name.length / 2) [best, least] = [name, distance];
  }
  return best;
}

function plain(word) {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

// How many letters are other ones, missing, too many, or two changed about.
function steps(one, other) {
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[other.length];
}
