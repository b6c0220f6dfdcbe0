export function createView() {}
