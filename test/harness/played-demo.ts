import { beginning } from "./begun-demo.ts";
import { copiedDemo } from "./copied-demo.ts";
import { copyMadeOnce, type MadeOnce } from "./copy-made-once.ts";
import { testDemo, type TestDemo } from "./demo.ts";
import { playEveryType, type Played } from "./every-type.ts";

/** A whole product that has a workflow of every type, the throttle off: played once, every file starts on a copy; `told` are the ids of what was played. */
export const playedDemo = (): Promise<TestDemo & { readonly told: Played }> => copiedDemo(playing, {});

const playing: MadeOnce<Played> = {
  name: "played",
  async make(dataDir) {
    const initial = await copyMadeOnce(beginning, dataDir);
    const product = await testDemo({ dataDir });
    const played = await playEveryType(product, initial);
    await product.stop();
    return played;
  },
};
