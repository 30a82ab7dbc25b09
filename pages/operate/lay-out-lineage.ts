import { Graph, layout, type GraphLabel } from "@dagrejs/dagre";
import type { AssetGraph } from "../../core/graph/asset-graph.ts";
import { depsOf } from "../../core/spec/asset.ts";

/** How large an asset is drawn. Units of the drawing. */
export const box = { width: 168, height: 40 } as const;

type Place = { readonly x: number; readonly y: number };
/** Where assets (the middle of each) and the lines to what reads them are drawn. */
export type Lineage = {
  readonly width: number;
  readonly height: number;
  readonly assets: ReadonlyMap<string, Place>;
  readonly lines: readonly (readonly Place[])[];
};

const laidOut = new Map<string, Lineage>();

/** The places of a graph's assets, what is read left of what reads it: reckoned once for each hash of a graph. */
export function layOutLineage(graph: AssetGraph): Lineage {
  const known = laidOut.get(graph.hash);
  if (known !== undefined) return known;
  const found = reckoned(graph);
  // One deployment at a time: an older one's places are not asked for again.
  laidOut.clear();
  laidOut.set(graph.hash, found);
  return found;
}

type Box = { width: number; height: number; x?: number; y?: number };
type Line = { points?: Place[] };

function reckoned({ assets }: AssetGraph): Lineage {
  const drawing = new Graph<GraphLabel, Box, Line>();
  const lines = assets.flatMap((asset) => depsOf(asset).map((dep) => [dep, asset.key] as const));
  drawing.setGraph({ rankdir: "LR", nodesep: 12, ranksep: 70, marginx: 4, marginy: 4 });
  for (const { key } of assets) drawing.setNode(key, { ...box });
  for (const [dep, reader] of lines) drawing.setEdge(dep, reader, {});
  layout(drawing);
  const { width = 0, height = 0 } = drawing.graph();
  const placeOf = (key: string): Place => {
    const { x = 0, y = 0 } = drawing.node(key);
    return { x, y };
  };
  const places = new Map(assets.map(({ key }) => [key, placeOf(key)]));
  const columns = new Set([...places.values()].map(({ x }) => x));
  return {
    width,
    height,
    assets: places,
    lines: lines.map(([dep, reader]) => {
      const inner = (drawing.edge(dep, reader).points ?? []).slice(1, -1);
      return [placeOf(dep), ...inner, placeOf(reader)].flatMap((point) => throughColumn(columns, point)).slice(1, -1);
    }),
  };
}

/** Level between the boxes of a column, from edge to edge: aslant it would cut the corners of those beside it. */
const throughColumn = (columns: ReadonlySet<number>, { x, y }: Place): readonly Place[] =>
  columns.has(x)
    ? [
        { x: x - box.width / 2, y },
        { x: x + box.width / 2, y },
      ]
    : [{ x, y }];
