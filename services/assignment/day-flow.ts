/** A network of whole capacities, in which the largest flow from the first to the last node is found (Dinic). */
export interface Network {
  /** Gives the edge's number, for `flowOn`. */
  edge(from: number, to: number, capacity: number): number;
  /** Adds what still fits to the flow. What was filled from the source stays filled. */
  fill(): void;
  flowOn(edge: number): number;
}

/** Node 0 is the source, the last one the sink. */
export function createNetwork(nodes: number, edges: number): Network {
  const sink = nodes - 1;
  const first = new Int32Array(nodes).fill(-1);
  const next = new Int32Array(edges * 2);
  const target = new Int32Array(edges * 2);
  const rest = new Int32Array(edges * 2);
  let count = 0;

  const level = new Int32Array(nodes);
  const untried = new Int32Array(nodes);
  const queue = new Int32Array(nodes);

  function half(from: number, to: number, capacity: number): void {
    target[count] = to;
    rest[count] = capacity;
    next[count] = first[from]!;
    first[from] = count++;
  }

  /** Distances from the source over edges with something left; whether the sink is reached. */
  function measure(): boolean {
    level.fill(-1);
    level[0] = 0;
    queue[0] = 0;
    for (let head = 0, tail = 1; head < tail; head++) {
      const node = queue[head]!;
      for (let edge = first[node]!; edge >= 0; edge = next[edge]!) {
        const to = target[edge]!;
        if (rest[edge]! > 0 && level[to]! < 0) {
          level[to] = level[node]! + 1;
          queue[tail++] = to;
        }
      }
    }
    return level[sink]! >= 0;
  }

  /** Sends one unit along a shortest way from here. */
  function send(node: number): boolean {
    if (node === sink) return true;
    for (let edge = untried[node]!; edge >= 0; edge = next[edge]!) {
      untried[node] = edge;
      const to = target[edge]!;
      if (rest[edge]! > 0 && level[to]! === level[node]! + 1 && send(to)) {
        rest[edge]! -= 1;
        rest[edge ^ 1]! += 1;
        return true;
      }
    }
    untried[node] = -1;
    return false;
  }

  return {
    edge: (from, to, capacity) => {
      half(from, to, capacity);
      half(to, from, 0);
      return count - 2;
    },
    fill: () => {
      while (measure()) {
        untried.set(first);
        while (send(0));
      }
    },
    flowOn: edge => rest[edge ^ 1]!,
  };
}
