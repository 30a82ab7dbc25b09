import { z } from "@hono/zod-openapi";

/** An RFC 9457 problem. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  code: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), rule: z.string() })).optional(),
  instance: z.string().optional(),
});
