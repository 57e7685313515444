import { z } from 'zod';

// Zod compiles object schemas with `new Function` where it may; the pages' policy forbids that, and even the attempt is reported.
z.config({ jitless: true });

export { z };
