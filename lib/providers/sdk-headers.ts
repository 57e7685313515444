/** The SDKs tell servers about themselves; strict compatible servers refuse headers they do not know. */
export const NO_STAINLESS: Record<string, null> = Object.fromEntries(
  ['Arch', 'Lang', 'OS', 'Package-Version', 'Retry-Count', 'Runtime', 'Runtime-Version', 'Timeout'].map((name) => [
    `X-Stainless-${name}`,
    null,
  ]),
);
