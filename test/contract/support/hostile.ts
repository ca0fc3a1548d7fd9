/** In describes that are called so, a request that a firewall in front of the endpoint stops is no fault. */
export const HOSTILE = 'hostile';
