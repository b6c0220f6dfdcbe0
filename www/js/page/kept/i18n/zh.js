/** Sentences about what is kept. */
export const zh = {
  keptContinued: "接着上次的内容。",
  keptAnew: "重新开始",
  keptPutAway: "上次的文本已收起。",
  keptBack: "放回来",
  keptNewer: "这里有更新版本的 HanLens 保存的文本，本版本无法读取，原样保留。",
  keptStopped: "页面打开上次的文本时两次中断。文本仍然保存着。",
  keptOpen: "打开",
  keptGone: "保存的内容已在另一个标签页中删除，这里打开的内容不再保存。",
  keptResume: "重新保存",
  keptWords: "你的词在另一个标签页中改过，这里也改用新的词表。",
  keptNot: "没有保存，关闭页面就没有了：{names}。空间不足，或文件无法读取。",
  keptFull: "没有空间保存更多内容，现在起的改动关闭页面就没有了。",
  forgotten: "已全部忘记：文本、词、设置，以及供离线使用的页面文件。",
  offlineNew: "HanLens 有新版本。",
  offlineReload: "重新载入",
  offlineOthers: "其他标签页也打开着 HanLens。请先关闭它们，再重新载入这一页。",
};
