/** Longest id of a job: with file, place and tag a custom id stays within the 64 characters providers allow. */
const JOB_ID_CHARACTERS = 45;
const TAIL_CHARACTERS = 4;
const TAG_CHARACTERS = 4;
/** Without the look-alikes i, l, o, 0 and 1: people read these out. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A number from 0 up to but not including 1. */
export type Random = () => number;

const secureRandom: Random = () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;

function randomLetters(count: number, random: Random): string {
  return Array.from({ length: count }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('');
}

/** A job id from a name, with a short random tail: "Culture survey 2026" → `culture-survey-2026-k3fa`. */
export function slugJobId(name: string, random: Random = secureRandom): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .slice(0, JOB_ID_CHARACTERS - TAIL_CHARACTERS - 1)
    .replace(/^-+|-+$/g, '');
  return `${slug || 'job'}-${randomLetters(TAIL_CHARACTERS, random)}`;
}

/** What is wrong with an id a person typed, in words; null where nothing is. */
export function jobIdProblem(id: string): string | null {
  if (id === '') return 'The job id is empty. Use letters, digits, - and _.';
  const odd = [...new Set(id.match(/[^A-Za-z0-9_-]/gu))].slice(0, 5);
  if (odd.length > 0) {
    const named = odd.map((character) => (/\s/u.test(character) ? 'a space' : `“${character}”`)).join(', ');
    return `The job id holds ${named}. It goes into file names and into the provider's records: use letters A to Z, digits, - and _ only.`;
  }
  if (id.length > JOB_ID_CHARACTERS) {
    return `The job id has ${id.length} characters; at most ${JOB_ID_CHARACTERS} fit into the name each request carries. Shorten it.`;
  }
  return null;
}

/** Random mark of a round, part of its custom ids. */
export function attemptTag(random: Random = secureRandom): string {
  return randomLetters(TAG_CHARACTERS, random);
}

/** The id a job's custom ids and records at the provider go by: where it was made elsewhere, the one it has there, if that is fit for it. */
export function wireId({ id, foreignId }: { id: string; foreignId?: string }): string {
  return foreignId !== undefined && jobIdProblem(foreignId) === null ? foreignId : id;
}
