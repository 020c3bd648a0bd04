// Package markdown shows Markdown that grows: what a model writes is cleaned of terminal control, cut into
// top-level blocks as it arrives, and each block is rendered once, as soon as nothing can change it any more.
//
// The looks are glamour's: its style files set every colour, prefix and margin, and its elements write the styled
// text. Two of the files are our own, in styles. The layout around them is ours too, so that lists hang, hard breaks
// break, tables fit and code stands on a ground; and so are formulas, which become Unicode where that has all their
// signs.
//
// Start with New, then Renderer.Stream for text that is still arriving or Renderer.Render for text that is whole. The
// two end alike, however the text was cut.
// The package knows nothing of chats, terminals or the environment.
package markdown
