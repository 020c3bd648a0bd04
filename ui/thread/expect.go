package thread

import (
	"slices"

	"neonchat/catalog"
	"neonchat/ui/transcript"
)

// Refusal says why an entry can't be answered again, or can't be continued, or "".
func (ts *Threads) Refusal(goOn bool, e *transcript.Entry) string {
	i := -1
	if e != nil {
		i = slices.Index(ts.Transcript.Entries, e)
	}
	switch {
	case ts.Busy():
		return UnderWay
	case goOn && (e == nil || !e.Cut()):
		return "there is nothing to continue: the answer is whole"
	case i < 0:
		return "that message is not shown any more"
	case ts.QuestionOf(i) == nil:
		return "there is no question to answer"
	}
	return ""
}

// The usual answer has so many tokens, and a token so many bytes, as long as
// nothing better is known.
const (
	usualAnswer   = 500
	bytesOfAToken = 4
)

// Expect is about what it takes to answer an entry again, or to continue it: what
// the answer took that is there, and where there is none a guess by the length of
// the text.
func (t *Thread) Expect(e *transcript.Entry, goOn bool) catalog.Usage {
	i := slices.Index(t.Transcript.Entries, e)
	if e.Question() && i+1 < len(t.Transcript.Entries) {
		i++
	}
	u := catalog.Usage{Output: usualAnswer}
	if then := t.Transcript.Entries[i].Message.Usage; then != nil {
		u.Input, u.Output = then.Input, max(then.Output, 1)
	} else {
		n := len(t.Model.Options.System)
		for _, said := range t.Transcript.Entries[:i] {
			n += len(said.Text())
		}
		u.Input = int64(max(1, n/bytesOfAToken))
	}
	if goOn {
		u.Input += u.Output
	}
	return u
}
