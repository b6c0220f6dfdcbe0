export default {
  base: "./",
  build: { target: "es2022", outDir: "site" },
  // The development server would move the module away from the files beside it.
  optimizeDeps: { exclude: ["hanlens"] },
};
