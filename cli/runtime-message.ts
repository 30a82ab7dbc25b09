/** What the runtime tells its supervisor. */
export type RuntimeMessage =
  | { readonly kind: "listening"; readonly eventUrl: string | undefined; readonly apiUrl: string | undefined }
  | { readonly kind: "waiting"; readonly message: string }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly message: string };
