package ui

import (
	"testing"

	"neonchat/chat"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

// asEntry is an answer as its column shows it, at some width.
func asEntry(text string, width int) *transcript.Entry {
	e := &transcript.Entry{Message: messageOf(text), Head: []string{"thought", ""}}
	e.SetLines(transcript.Render(theme.Look{Width: width}, text))
	return e
}

// Whatever line an answer stands at, it is found again in it.
func TestASpotIsFoundAgainInTheSameAnswer(t *testing.T) {
	for name, text := range map[string]string{"an outline": sections("it", 9), "no heading": goldenAnswer, "nothing": "", "code": "```\n" + numbered(1, 40) + "```\n"} {
		e := asEntry(text, 50)
		for line := range e.Height() - 1 {
			if got := e.LineOf(e.Spot(line)); got != line {
				t.Errorf("%s: line %d is found at %d", name, line, got)
			}
		}
	}
}

func TestASpotIsFoundInAnotherAnswer(t *testing.T) {
	short, long := asEntry("# One\n\nText.\n\n# Two\n\nText.\n", 40), asEntry(sections("it", 20), 40)
	start := func(e *transcript.Entry, block int) int { return len(e.Head) + e.Starts[block].Line }
	for _, c := range []struct {
		name string
		from int // a line of the long answer
		want int // of the short one
	}{
		{"the head is the head", 1, 1},
		{"a heading is the same heading", start(long, 0), start(short, 0)},
		{"its first block is its first block", start(long, 1), start(short, 1)},
		{"the second heading is the second", start(long, 3), start(short, 2)},
		{"a block that isn't there is the end of its section", start(long, 2) + 5, start(short, 2) - 1},
		{"a section that isn't there is the end", start(long, 9), len(short.Head) + len(short.Body) - 1},
	} {
		if got := short.LineOf(long.Spot(c.from)); got != c.want {
			t.Errorf("%s: line %d is found at %d, want %d", c.name, c.from, got, c.want)
		}
	}
	empty := &transcript.Entry{Message: chat.Message{Role: chat.Assistant}}
	if got := empty.LineOf(long.Spot(30)); got != 0 {
		t.Errorf("in an empty answer it is found at %d", got)
	}
}
