import { answerKey } from '#lib/server/answer';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export { answerKey as DELETE, answerKey as PUT };
