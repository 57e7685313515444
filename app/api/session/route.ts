import { answerSession } from '#lib/server/answer';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export { answerSession as DELETE, answerSession as GET, answerSession as POST };
