// Reads a network with one library and prints its nodes and edges.
//
//   node networks.mjs LIBRARY < a file > {"nodes": [[id, attributes]], "edges": [[ends, attributes]]}

import { readFileSync } from "node:fs";

const graphology = async (name) => {
  const { default: Graph } = await import("graphology");
  const { parse } = (await import(`${name}/node/index.js`)).default;
  return (text) => {
    const graph = parse(Graph, text, { addMissingNodes: false });
    return {
      nodes: graph.mapNodes((node, attributes) => [node, attributes]),
      edges: graph.mapEdges((edge, attributes, source, target) => [[source, target], attributes]),
    };
  };
};

const readers = {
  cytoscape: async () => {
    const { default: cytoscape } = await import("cytoscape");
    return (text) => {
      const graph = cytoscape({ headless: true, ...JSON.parse(text) });
      return {
        nodes: graph.nodes().map((node) => [node.id(), node.data()]),
        edges: graph.edges().map((edge) => [[edge.source().id(), edge.target().id()], edge.data()]),
      };
    };
  },
  gexf: () => graphology("graphology-gexf"),
  graphml: () => graphology("graphology-graphml"),
};

const read = await readers[process.argv[2]]();
process.stdout.write(JSON.stringify(read(readFileSync(0, "utf8"))));
