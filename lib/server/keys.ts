/** Keys typed in Connections. They are in the memory of this process and nowhere else, and are gone when it ends. */
export interface TypedKeys {
  /** Only where no other machine reaches the server. */
  allowed: boolean;
  /** By endpoint id. */
  held: Map<string, string>;
}

/** Neither HOST nor PUBLIC_ORIGIN is set: the server listens on loopback and nothing in front of it is expected. */
export function noTypedKeys(env: NodeJS.ProcessEnv): TypedKeys {
  return { allowed: !env.HOST?.trim() && !env.PUBLIC_ORIGIN?.trim(), held: new Map() };
}

/** Whether a text can be a key at all: printable ASCII without spaces, as a header takes it. */
export function isPlausibleKey(text: string): boolean {
  return /^[\x21-\x7e]{1,1000}$/.test(text);
}
