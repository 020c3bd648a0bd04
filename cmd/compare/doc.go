// Package compare is the command compare: several models are asked one question, and
// their answers printed beside each other, judged by a model, or shown on the
// compare screen. It also shows the standings by the votes.
//
// options.run leads from the command line to a comparison, which asks all
// candidates at once and brings what comes to an output: a document in Markdown,
// or JSON.
package compare
