import { SillageError } from "../../core/errors.ts";

/** A package that only some deployments need. Throws `kek.no-package` when it is not installed. */
export async function optionalPackage<Package>(name: string, load: () => Promise<Package>): Promise<Package> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) throw error;
    throw new SillageError({
      code: "kek.no-package",
      message: `The package ${name} is not installed.`,
      fix: `Run: npm install ${name}`,
    });
  }
}
