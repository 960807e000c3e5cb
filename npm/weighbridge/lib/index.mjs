// The same for `import`.
import api from "./index.js";

export const { check, WeighbridgeError } = api;
