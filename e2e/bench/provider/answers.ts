import { pick, seededRandom } from '../random.ts';

const TOPICS = ['breakfast', 'noise at night', 'staff', 'price', 'view', 'queue', 'lift', 'bread', 'tram', 'invoice'];
const SAID = [
  'The guests were kept waiting',
  'Two rooms were mixed up',
  'The evening went well',
  'Nobody answered the bell',
  'A refund was promised',
];
const THEN = [
  'but the problem was solved before noon',
  'and nothing was said about it',
  'while the others had left already',
  'so they chose another house',
];

/** The answer to a row, the same for the same id: some 370 characters of JSON, as the bench's schema has it. */
export function answerOf(id: string): object {
  let seed = 7;
  for (let at = 0; at < id.length; at++) seed = (Math.imul(seed, 31) + id.charCodeAt(at)) | 0;
  const random = seededRandom(seed);
  const topics = Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(TOPICS, random));
  return {
    input_id: id,
    sentiment: pick(['positive', 'neutral', 'negative', 'mixed'], random),
    topics,
    price_named: random() < 0.2,
    strength: Math.round(random() * 100) / 100,
    summary: `${pick(SAID, random)}, ${pick(THEN, random)}, and in the end they said they would come again, if only for the bread and the view of the harbour.`,
    quote: random() < 0.3 ? null : `${pick(SAID, random)} — “${pick(THEN, random)}”`,
  };
}
