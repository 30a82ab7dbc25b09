import { configSchema } from "../config.ts";

/** One setting: its name in the environment, its default as text (undefined without one), what it means. */
export type SettingLine = { readonly name: string; readonly default: string | undefined; readonly means: string };

/** Every setting of the product, read from the configuration's schema. */
export const settingLines = (): readonly SettingLine[] =>
  Object.entries(configSchema.shape).map(([name, field]) => {
    const parsed = field.safeParse(undefined);
    return {
      name,
      default: parsed.success && parsed.data !== undefined ? String(parsed.data) : undefined,
      means: field.description ?? "",
    };
  });

/** The settings as a Markdown table, as the README shows them. */
export const settingsMarkdown = (): readonly string[] => [
  "| Setting | Default | Meaning |",
  "| --- | --- | --- |",
  ...settingLines().map(
    (line) => `| \`${line.name}\` | ${line.default === undefined ? "–" : `\`${line.default}\``} | ${line.means} |`,
  ),
];
