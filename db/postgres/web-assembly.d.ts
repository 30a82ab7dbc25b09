// Node has it; TypeScript declares it for browsers only, whose other names nothing here may use.
declare namespace WebAssembly {
  type Module = object;
  function compile(bytes: Uint8Array): Promise<Module>;
}
