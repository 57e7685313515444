import { answerProxy } from '#lib/server/answer';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export { answerProxy as DELETE, answerProxy as GET, answerProxy as POST };
