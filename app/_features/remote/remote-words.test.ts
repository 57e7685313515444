import { expect, it } from 'vitest';
import { troubleOf, type CallFailure } from '#lib/core/failure';
import { lookTodo } from './remote-words.ts';

const unasked = { status: null, code: null, message: '', requestId: null, retryable: false, unknown: false, retryAfterSeconds: null };

it.each<CallFailure['kind']>(['offline', 'rate-limit', 'server', 'incomplete', 'auth', 'identity'])(
  'a list that could not be read (%s) is never said to be read again by itself, and no button of another page is named',
  (kind) => {
    const todo = lookTodo(troubleOf({ ...unasked, kind }).todo);
    expect(todo).not.toMatch(/by itself|Check now/u);
    expect(todo).toMatch(/look again/iu);
  },
);
