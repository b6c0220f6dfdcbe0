/** Sentences of the views of the work area. */
export const zh = {
  formula: "怎样计算",
  asList: "以列表显示",
  asTable: "以表格显示",
  picture: "图片",
  wordCount: "{count} 个词",
  rowCount: "{count} 行",

  "about.cloud": "出现最多的词，或最能代表文本的词；点一个词即可选中。",
  "formula.cloud":
    "词的面积与数值成正比：数值是频次，或与关键词相同的 TF-IDF。颜色表示词性。放不下的词不画在图里，列表中都有。",
  cloudLabel: "词云，{n} 个词；大小：{size}",
  "option.size": "大小",
  "option.size.count": "频次",
  "option.size.tfidf": "TF-IDF",
  "option.words": "词数",
  "option.stopWords": "停用词",
  "option.stopWords.show": "显示",
  "option.stopWords.hide": "隐藏",
  "option.stopWords.only": "只看停用词",
  "tagGroup.name": "专名",
  "tagGroup.noun": "名词",
  "tagGroup.verb": "动词",
  "tagGroup.quality": "形容词、副词",
  "tagGroup.time": "时间、方位、数量",
  "tagGroup.other": "其他",
};
