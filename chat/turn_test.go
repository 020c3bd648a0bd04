package chat

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// cut returns a session with an answer that was cut off.
func cut(parts ...Part) *Session {
	s := &Session{Head: Head{ID: "s"}}
	s.Add(Message{Role: User, Parts: []Part{Text{Text: "q"}}})
	s.Add(Message{Role: Assistant, Parts: parts, Stop: Stop{Reason: StopIncomplete}, Err: "cut"})
	return s
}

func TestAnotherAnswerStandsBesideTheFirst(t *testing.T) {
	disk := newDiary()
	s := &Session{Head: Head{ID: "s"}}
	turn := Turn{Streamer: &script{events: []Event{TextDelta{"one"}}}, Session: s, Store: disk}
	first, _ := turn.Ask(t.Context(), Text{Text: "q"})
	s.Leaf = first.Parent
	again := &script{events: []Event{TextDelta{"two"}}}
	turn.Streamer = again
	second, err := turn.Answer(t.Context())
	if err != nil || second.Parent != first.Parent || s.Leaf != second.ID {
		t.Errorf("the second follows %q, the leaf is %q; %v", second.Parent, s.Leaf, err)
	}
	if got := texts(again.got.Messages); !slices.Equal(got, []string{"q"}) {
		t.Errorf("the model is told %q", got)
	}
	kept := disk.sessions["s"]
	if got := texts(kept.Siblings(second.Message)); !slices.Equal(got, []string{"one", "two"}) || kept.Leaf != second.ID {
		t.Errorf("kept are %q", got)
	}
}

func TestACutAnswerIsTakenUp(t *testing.T) {
	disk := newDiary()
	picture := File{Name: "p", MIME: "image/png", Data: []byte{1}}
	s := cut(Reasoning{Text: "hm", Signature: "seal"}, picture, Text{Text: "The first half and"})
	half := s.Leaf
	disk.Save(t.Context(), s.Head, s.Messages...)
	streamer := &script{events: []Event{TextDelta{" the"}, TextDelta{" second."}, Stopped{Stop{Reason: StopEnd}}}}
	var shown strings.Builder
	each := func(e Event) error {
		if d, ok := e.(TextDelta); ok {
			shown.WriteString(d.Text)
		}
		return nil
	}
	answer, err := Turn{Streamer: streamer, Session: s, Store: disk, Each: each}.Continue(t.Context())
	const whole = "The first half and the second."
	if err != nil || answer.Text() != whole || shown.String() != whole || answer.Stop.Reason != StopEnd || answer.Err != "" {
		t.Errorf("%v: %+v, shown %q", err, answer.Message, shown.String())
	}
	if want := []Part{Reasoning{Text: "hm"}, picture, Text{Text: whole}}; !reflect.DeepEqual(answer.Parts, want) {
		t.Errorf("its parts are %#v", answer.Parts)
	}
	if got := texts(streamer.got.Messages); !slices.Equal(got, []string{"q", "The first half and", goOn}) {
		t.Errorf("the model is told %q", got)
	}
	kept := disk.sessions["s"]
	if before, _ := kept.Find(half); before.Text() != "The first half and" || before.Parent != answer.Parent {
		t.Errorf("the half is kept as %+v", before)
	}
	if got := texts(kept.Path()); !slices.Equal(got, []string{"q", whole}) {
		t.Errorf("the path is %q", got)
	}
}

func TestAnAnswerWithoutAWordIsNotTakenUpButGivenAnew(t *testing.T) {
	s := cut(Reasoning{Text: "hm"}, Opaque{Kind: "x"})
	streamer := &script{events: []Event{TextDelta{"four"}}}
	answer, err := Turn{Streamer: streamer, Session: s}.Continue(t.Context())
	if got := texts(streamer.got.Messages); err != nil || !slices.Equal(got, []string{"q"}) {
		t.Errorf("%v: the model is told %q", err, got)
	}
	if answer.Text() != "four" || len(s.Siblings(answer.Message)) != 2 {
		t.Errorf("the answer is %+v", answer)
	}
}

func TestTheRestDoesNotRepeatTheEnd(t *testing.T) {
	const said = "Branches share pages until one of them is written. That is cop"
	seal := PartDone{Reasoning{Signature: "seal"}}
	for name, c := range map[string]struct {
		events []Event
		want   string // what is added
	}{
		"it goes on":                     {[]Event{TextDelta{"y-on-write."}}, "y-on-write."},
		"it begins the word anew":        {[]Event{TextDelta{"copy"}, TextDelta{"-on-write."}}, "y-on-write."},
		"it begins the sentence anew":    {[]Event{TextDelta{"is written. That is"}, TextDelta{" copy-on"}}, "y-on"},
		"letter by letter":               {letters("one of them is written. That is copy"), "y"},
		"after it thought":               {[]Event{ReasoningDelta{"hm"}, seal, TextDelta{"is written. That is copy"}}, "y"},
		"it only says the end again":     {[]Event{TextDelta{"is written. That is cop"}, Stopped{Stop{Reason: StopEnd}}}, ""},
		"it ends while that isn't clear": {[]Event{TextDelta{"That"}}, "That"},
		"a short word may come twice":    {[]Event{TextDelta{"is"}, TextDelta{" it"}}, "is it"},
		"a new line":                     {[]Event{TextDelta{"\n"}, TextDelta{"\nNext"}}, "\n\nNext"},
		"nothing":                        {nil, ""},
		"a call of a tool":               {[]Event{TextDelta{"That is cop"}, PartDone{ToolCall{ID: "1"}}}, "That is cop"},
	} {
		s := cut(Text{Text: said})
		answer, err := Turn{Streamer: &script{events: c.events}, Session: s}.Continue(t.Context())
		if got := answer.Text(); err != nil || got != said+c.want {
			t.Errorf("%s: %v, added is %q, want %q", name, err, strings.TrimPrefix(got, said), c.want)
		}
	}
}

// Intended repetitions stay; repetitions that make no sense are removed.
func TestWhatIsMeantTwiceStaysTwice(t *testing.T) {
	for name, c := range map[string]struct{ said, rest, want string }{
		"zeros":                          {"[0, 0, 0, 0, 0, 0, 0, 0, ", "0, 0, 0, 0, 0, 0, 0, 0]", "0, 0, 0, 0, 0, 0, 0, 0]"},
		"zeros, and no more":             {"[0, 0, 0, 0, 0, 0, 0, 0, ", "0, 0, 0, 0, 0, 0, 0, 0, ", "0, 0, 0, 0, 0, 0, 0, 0, "},
		"digits":                         {"10101010101010", "10101010101010", "10101010101010"},
		"numbers in their order":         {"x = 1, 2, 3, 4, 5, 6", "1, 2, 3, 4, 5, 6, 7", "1, 2, 3, 4, 5, 6, 7"},
		"the same numbers once more":     {"[1, 2, 3, 4, 5, 6, ", "1, 2, 3, 4, 5, 6]", "1, 2, 3, 4, 5, 6]"},
		"a refrain":                      {"All you need is love\n", "All you need is love\nLove is", "All you need is love\nLove is"},
		"a sentence":                     {"I said: never again. ", "never again. Not once", "never again. Not once"},
		"braces":                         {"{\n\t\t\t}\n\t\t\t}\n\t\t\t}\n", "\t\t\t}\n\t\t\t}\n\t\t\t}\n", "\t\t\t}\n\t\t\t}\n\t\t\t}\n"},
		"a row of a table":               {"| a | b |\n| none | none |\n", "| none | none |\n", "| none | none |\n"},
		"calls within calls":             {"y = wrap(inner(", "wrap(inner(0))", "wrap(inner(0))"},
		"laughter":                       {"he said haha", "hahaha!", "hahaha!"},
		"more laughter":                  {"ho ho ho ho ho ho", "ho ho ho ho ho hold", "ho ho ho ho ho hold"},
		"bases":                          {"seq GATTACA", "GATTACAGATTACA", "GATTACAGATTACA"},
		"a word written anew":            {"That is a ban", "banana", "ana"},
		"a line, up to within a word":    {"one\nThe second is lon", "The second is longer", "ger"},
		"the last tokens":                {"one of them is written. That is cop", " is written. That is copy", "y"},
		"the whole answer":               {"Hello, wonderful wor", "Hello, wonderful world!", "ld!"},
		"up to the end of a word":        {"one of them is written", "one of them is written. That", ". That"},
		"letters that are no latin ones": {"Это копирование при за", "копирование при записи", "писи"},
	} {
		for kind, events := range map[string][]Event{"at once": {TextDelta{c.rest}}, "by letters": letters(c.rest)} {
			answer, err := Turn{Streamer: &script{events: events}, Session: cut(Text{Text: c.said})}.Continue(t.Context())
			if got := answer.Text(); err != nil || got != c.said+c.want {
				t.Errorf("%s, %s: %v, added is %q, want %q", name, kind, err, strings.TrimPrefix(got, c.said), c.want)
			}
		}
	}
}

func letters(s string) (events []Event) {
	for _, r := range s {
		events = append(events, TextDelta{string(r)})
	}
	return events
}

func TestWhatTheJointHoldsIsKeptWhenTheStreamBreaks(t *testing.T) {
	broken := errors.New("broken")
	s := cut(Text{Text: "All the world's a stage, and all"})
	streamer := &script{events: []Event{TextDelta{"world"}}, err: broken}
	var shown []Event
	answer, err := Turn{Streamer: streamer, Session: s, Each: func(e Event) error { shown = append(shown, e); return nil }}.Continue(t.Context())
	if err != broken || answer.Text() != "All the world's a stage, and allworld" || answer.Stop.Reason != StopError {
		t.Errorf("%v: %+v", err, answer.Message)
	}
	if want := []Event{TextDelta{"All the world's a stage, and all"}, TextDelta{"world"}}; !reflect.DeepEqual(shown, want) {
		t.Errorf("shown is %+v", shown)
	}
}

func TestAForkHasMessagesOfItsOwn(t *testing.T) {
	s := cut(Text{Text: "half"})
	s.Title, s.Branch = "title", Branch{ID: "b"}
	q := s.Messages[0]
	f := s.Fork(q.ID, s.Created)
	if f.From != (Fork{"s", q.ID}) || f.ID == s.ID || f.Title != "title" || f.Branch.ID != "b" {
		t.Errorf("its head is %+v", f.Head)
	}
	if got := f.Path(); len(got) != 1 || got[0].Text() != "q" || got[0].ID == q.ID {
		t.Errorf("its path is %+v", got)
	}
}

func TestATitleIsTheFirstLineThatSaysSomething(t *testing.T) {
	for question, want := range map[string]string{
		"---\n```sql\nselect 1\n```":           "select 1",
		"?!":                                   "",
		"…\n\nпочему?":                         "почему?",
		"\n \t\n  What   is\tthis?\nAnd that?": "What is this?",
		strings.Repeat("ä", 100):               strings.Repeat("ä", 79) + "…",
		" \n ":                                 "",
	} {
		if got := Title(Message{Parts: []Part{Text{Text: question}}}); got != want {
			t.Errorf("%q becomes %q, want %q", question, got, want)
		}
	}
}
