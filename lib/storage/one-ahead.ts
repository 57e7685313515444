/** Values of a generator, the next one on its way while one is worked on. */
export async function* oneAhead<T>(values: AsyncGenerator<T>): AsyncGenerator<T> {
  const next = () => {
    const coming = values.next();
    // Whoever reads no further does not hear of it; whoever does, hears it when waiting for it.
    coming.catch(() => {});
    return coming;
  };
  let coming = next();
  try {
    for (;;) {
      const { done, value } = await coming;
      if (done) return;
      coming = next();
      yield value;
    }
  } finally {
    await coming.catch(() => {});
    await values.return(undefined);
  }
}
