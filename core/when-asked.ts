/** A value that is made when it is first asked for, then kept. Throws what making it throws, at each asking. */
export function whenAsked<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
