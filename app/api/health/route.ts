import { answerHealth } from '#lib/server/answer';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export { answerHealth as GET };
