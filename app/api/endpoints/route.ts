import { answerEndpoints } from '#lib/server/answer';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export { answerEndpoints as GET };
