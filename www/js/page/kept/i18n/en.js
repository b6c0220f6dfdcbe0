/** Sentences about what is kept. */
export const en = {
  keptContinued: "Continued from your last visit.",
  keptAnew: "Begin anew",
  keptPutAway: "The texts of your last visit are put away.",
  keptBack: "Bring them back",
  keptNewer: "Texts that a newer HanLens kept are here. This one cannot read them and leaves them as they are.",
  keptStopped: "The page stopped twice while it opened the texts of your last visit. They are still kept.",
  keptOpen: "Open them",
  keptGone: "What was kept was deleted in another tab. What is open here is not kept any more.",
  keptResume: "Keep it again",
  keptWords: "Your words were changed in another tab; its list is used here too.",
  keptNot: "Not kept, and gone when you close the page: {names}. There is no room, or the file cannot be read.",
  keptFull: "There is no room to keep more. What you add or change now is gone when you close the page.",
  forgotten: "Everything is forgotten: texts, words, settings, and the page's files for working offline.",
  offlineNew: "A new version of HanLens is ready.",
  offlineReload: "Reload",
  offlineOthers: "HanLens is open in other tabs. Close them, then reload this one.",
};
