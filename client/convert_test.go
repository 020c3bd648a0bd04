package client

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"neonchat/chat"
)

// answered is an answer of a model.
func answered(m chat.Model, parts ...chat.Part) chat.Message {
	return chat.Message{Role: chat.Assistant, Parts: parts, Origin: chat.Origin{Dialect: m.Dialect, Model: m.ID}}
}

func asks(parts ...chat.Part) chat.Message { return chat.Message{Role: chat.User, Parts: parts} }

func spoken(s string) chat.Part { return chat.Text{Text: s} }

// wantConverted compares the turns that are sent, by their sides and parts.
func wantConverted(t *testing.T, r chat.Request, want []chat.Message, notices ...string) {
	t.Helper()
	before, _ := json.Marshal(r.Messages)
	got, told := convert(r, r.Model.Dialect, false)
	if after, _ := json.Marshal(r.Messages); string(after) != string(before) {
		t.Errorf("the conversation itself was changed:\n%s\n%s", before, after)
	}
	sides := func(list []chat.Message) (turns []chat.Message) {
		for _, m := range list {
			turns = append(turns, chat.Message{Role: m.Role, Parts: m.Parts})
		}
		return turns
	}
	if !reflect.DeepEqual(sides(got), sides(want)) {
		t.Errorf("sent:\n got %+v\nwant %+v", sides(got), sides(want))
	}
	if !slices.Equal(told, notices) {
		t.Errorf("notices:\n got %q\nwant %q", told, notices)
	}
}

func TestTurnsAlternateAndBeginWithTheUser(t *testing.T) {
	wantConverted(t, chat.Request{Model: gpt, Messages: []chat.Message{
		answered(gpt, spoken("a")), answered(gpt, spoken("b")), asks(spoken("c"), spoken("")), asks(spoken("d")),
		answered(gpt, spoken(" \n")), answered(gpt), asks(spoken("e")),
	}}, []chat.Message{
		asks(spoken("(continued)")), answered(gpt, spoken("a"), spoken("b")), asks(spoken("c"), spoken("d"), spoken("e")),
	})
	wantConverted(t, chat.Request{Model: gpt, Messages: []chat.Message{asks()}}, nil)
}

func TestAQuestionThatGotNothingIsNotAskedAgain(t *testing.T) {
	for _, reason := range []chat.StopReason{chat.StopRefusal, chat.StopContentFilter, chat.StopError, chat.StopIncomplete} {
		refused := answered(gpt)
		refused.Stop.Reason = reason
		wantConverted(t, chat.Request{Model: gpt, Messages: []chat.Message{
			asks(spoken("a")), answered(gpt, spoken("b")), asks(spoken("refuse this")), refused, asks(spoken("c")),
		}}, []chat.Message{asks(spoken("a")), answered(gpt, spoken("b")), asks(spoken("c"))})
		// Nor does it take along the one before, of which nothing was heard either.
		stopped := answered(gpt)
		stopped.Stop.Reason = chat.StopUser
		wantConverted(t, chat.Request{Model: gpt, Messages: []chat.Message{
			asks(spoken("a")), stopped, asks(spoken("refuse this")), refused, asks(spoken("c")),
		}}, []chat.Message{asks(spoken("a"), spoken("c"))})
	}
	cut := answered(gpt, spoken("half"))
	cut.Stop.Reason = chat.StopIncomplete
	wantConverted(t, chat.Request{Model: gpt, Messages: []chat.Message{asks(spoken("a")), cut, asks(spoken("c"))}},
		[]chat.Message{asks(spoken("a")), cut, asks(spoken("c"))})
}

func TestARefusedTurnIsTakenOut(t *testing.T) {
	look := chat.ToolCall{ID: "t1", Name: "look", Arguments: `{}`}
	seen := chat.ToolResult{ID: "t1", Name: "look", Text: "seen"}
	cat := chat.File{Name: "image-1.png", MIME: "image/png", Data: []byte("png")}
	before := []chat.Message{asks(spoken("a")), answered(claude, spoken("b"))}
	const told = "not sent to claude-sonnet-4-6: 1 refused turn"
	for _, reason := range []chat.StopReason{chat.StopRefusal, chat.StopContentFilter} {
		refused := func(parts ...chat.Part) chat.Message {
			m := answered(claude, parts...)
			m.Stop.Reason = reason
			return m
		}
		for name, row := range map[string]struct {
			has, want []chat.Message
			notices   []string
		}{
			"after some text": {
				[]chat.Message{asks(spoken("how?")), refused(spoken("First you")), asks(spoken("c"))},
				[]chat.Message{asks(spoken("c"))}, []string{told},
			},
			"with a picture and a call": {
				[]chat.Message{asks(cat, spoken("how?")), refused(cat, look), asks(seen, spoken("c"))},
				[]chat.Message{asks(spoken("c"))}, []string{told},
			},
			"after the steps of a tool": {
				[]chat.Message{asks(spoken("how?")), answered(claude, spoken("let me look"), look), asks(seen), refused(spoken("So")), asks(spoken("c"))},
				[]chat.Message{asks(spoken("c"))}, []string{told},
			},
			"asked with the results of another": {
				[]chat.Message{asks(spoken("where?")), answered(claude, look), asks(seen, spoken("how?")), refused(spoken("First")), asks(spoken("c"))},
				[]chat.Message{asks(spoken("where?")), answered(claude, look), asks(seen, spoken("c"))}, []string{told},
			},
			"twice": {
				[]chat.Message{asks(spoken("how?")), refused(spoken("First")), asks(spoken("how then?")), refused(spoken("Well")), asks(spoken("c"))},
				[]chat.Message{asks(spoken("c"))}, []string{"not sent to claude-sonnet-4-6: 2 refused turns"},
			},
			"answers without a question": {
				[]chat.Message{refused(spoken("First")), refused(spoken("Second")), asks(spoken("c"))},
				[]chat.Message{asks(spoken("c"))}, []string{"not sent to claude-sonnet-4-6: 2 refused turns"},
			},
			"without a word, after the steps of a tool": {
				[]chat.Message{asks(spoken("how?")), answered(claude, look), asks(seen), refused(), asks(spoken("c"))},
				[]chat.Message{asks(spoken("c"))}, nil,
			},
		} {
			t.Run(name, func(t *testing.T) {
				wantConverted(t, chat.Request{Model: claude, Messages: slices.Concat(before, row.has)}, slices.Concat(before, row.want), row.notices...)
			})
		}
	}
}

func TestEveryCallHasItsResultBehindIt(t *testing.T) {
	look := chat.ToolCall{ID: "t1", Name: "look", Arguments: `{"at":1}`}
	wait := chat.ToolCall{ID: "t2", Name: "wait", Arguments: `{}`}
	seen := chat.ToolResult{ID: "t1", Name: "look", Text: "seen"}
	gone := func(c chat.ToolCall) chat.Part {
		return chat.ToolResult{ID: c.ID, Name: c.Name, Text: "cancelled", IsError: true}
	}
	for name, row := range map[string]struct{ has, want []chat.Message }{
		"results that came": {
			[]chat.Message{asks(spoken("q")), answered(claude, look, wait), asks(spoken("and?"), chat.ToolResult{ID: "t2"}, chat.ToolResult{ID: "t1", Text: "seen"})},
			[]chat.Message{asks(spoken("q")), answered(claude, look, wait), asks(seen, chat.ToolResult{ID: "t2", Name: "wait"}, spoken("and?"))},
		},
		"a result of the second call only": {
			[]chat.Message{asks(spoken("q")), answered(claude, look, wait), asks(chat.ToolResult{ID: "t2", Text: "done"})},
			[]chat.Message{asks(spoken("q")), answered(claude, look, wait), asks(gone(look), chat.ToolResult{ID: "t2", Name: "wait", Text: "done"})},
		},
		"a result that is missing": {
			[]chat.Message{asks(spoken("q")), answered(claude, look, wait), asks(seen)},
			[]chat.Message{asks(spoken("q")), answered(claude, look, wait), asks(seen, gone(wait))},
		},
		"a question instead of results": {
			[]chat.Message{asks(spoken("q")), answered(claude, look, wait), asks(spoken("never mind"))},
			[]chat.Message{asks(spoken("q")), answered(claude, look, wait), asks(gone(look), gone(wait), spoken("never mind"))},
		},
		"an answer instead of results": {
			[]chat.Message{asks(spoken("q")), answered(claude, look), answered(claude, spoken("well"))},
			[]chat.Message{asks(spoken("q")), answered(claude, look), asks(gone(look)), answered(claude, spoken("well"))},
		},
		"no more than the call": {
			[]chat.Message{asks(spoken("q")), answered(claude, look)},
			[]chat.Message{asks(spoken("q")), answered(claude, look), asks(gone(look))},
		},
		"a result that nobody asked for": {
			[]chat.Message{asks(spoken("q")), answered(claude, look), asks(seen, seen, chat.ToolResult{ID: "t9"}), answered(claude, spoken("yes")), asks(seen, spoken("so"))},
			[]chat.Message{asks(spoken("q")), answered(claude, look), asks(seen), answered(claude, spoken("yes")), asks(spoken("so"))},
		},
	} {
		t.Run(name, func(t *testing.T) {
			wantConverted(t, chat.Request{Model: claude, Messages: row.has}, row.want)
		})
	}
}

func TestArgumentsThatWereCutAreSentAsNoneAndTheirResultAsAnError(t *testing.T) {
	for arguments, cut := range map[string]bool{`{"path":"/tm`: true, `[1]`: true, `null`: true, `"x"`: true, "": false, `{}`: false} {
		got, _ := convert(chat.Request{Model: gpt, Messages: []chat.Message{
			asks(spoken("q")), answered(gpt, chat.ToolCall{ID: "t1", Name: "rm", Arguments: arguments}), asks(chat.ToolResult{ID: "t1", Text: "done"}),
		}}, gpt.Dialect, false)
		call, result := got[1].Parts[0].(chat.ToolCall), got[2].Parts[0].(chat.ToolResult)
		if call.Arguments != "{}" || result.IsError != cut || result.Text != "done" {
			t.Errorf("%q: got the call %+v and the result %+v", arguments, call, result)
		}
	}
}

func TestCallsHaveIdsThatEveryVendorTakes(t *testing.T) {
	ids := []string{"call_1", "call_1", "functions.look:0", strings.Repeat("x", 65), "", "", "grün", "call_1"}
	var history []chat.Message
	for _, id := range ids {
		history = append(history, asks(spoken("q")),
			answered(llama, chat.ToolCall{ID: id, Name: "a", Arguments: "{}"}, chat.ToolCall{ID: id, Name: "b", Arguments: "{}"}),
			asks(chat.ToolResult{ID: id, Text: "of a"}, chat.ToolResult{ID: id, Text: "of b"}),
			answered(llama, chat.ToolCall{ID: id, Name: "a", Arguments: "{}"}, chat.ToolCall{ID: id, Name: "b", Arguments: "{}"}),
			asks(chat.ToolResult{ID: id, Name: "b", Text: "of b"}, chat.ToolResult{ID: id, Name: "a", Text: "of a"}))
	}
	r := chat.Request{Model: claude, Messages: history}
	got, _ := convert(r, claude.Dialect, false)
	var sent, results []string
	for _, m := range got {
		for _, p := range m.Parts {
			switch p := p.(type) {
			case chat.ToolCall:
				sent = append(sent, p.ID)
			case chat.ToolResult:
				results = append(results, p.ID)
				if p.Text != "of "+p.Name {
					t.Errorf("the result %q went to the call of %s", p.Text, p.Name)
				}
			}
		}
	}
	if !slices.Equal(sent, results) || len(sent) != 4*len(ids) {
		t.Errorf("the calls are  %q\nthe results are %q", sent, results)
	}
	if sent[0] != "call_1" {
		t.Errorf("an id that was well became %q", sent[0])
	}
	for i, id := range sent {
		if !callID().MatchString(id) || slices.Contains(sent[:i], id) {
			t.Errorf("call %d has the id %q", i, id)
		}
	}
	if again, _ := convert(r, claude.Dialect, false); !reflect.DeepEqual(again, got) {
		t.Error("the ids are others the second time")
	}
}

// sealedAnswer holds all that can be sealed.
func sealedAnswer(m chat.Model) chat.Message {
	return answered(m,
		chat.Reasoning{Text: "hm", Signature: "s1"},
		chat.Reasoning{Text: "unsealed"},
		chat.Opaque{Kind: "item", Data: json.RawMessage(`{"k" : 1}`)},
		chat.Text{Text: "so", Signature: "s2", Phase: "final_answer"},
		chat.Text{Signature: "s3"},
		chat.ToolCall{ID: "t1", Name: "f", Arguments: "{}", Signature: "s4"})
}

func TestSealsGoHomeAndNowhereElse(t *testing.T) {
	done := asks(chat.ToolResult{ID: "t1", Name: "f", Text: "ok"})
	bare := answered(claude, spoken("so"), chat.ToolCall{ID: "t1", Name: "f", Arguments: "{}"})
	whole := sealedAnswer(claude)
	home := answered(claude, whole.Parts[0], whole.Parts[2], whole.Parts[3], whole.Parts[4], whole.Parts[5])
	prefixed := claude
	prefixed.ID = "databricks-" + claude.ID
	for name, row := range map[string]struct {
		to      chat.Model
		want    chat.Message
		notices []string
	}{
		"home":                        {claude, home, nil},
		"home by its other name":      {prefixed, home, nil},
		"another Claude":              {chat.Model{ID: "claude-opus-4-7", Dialect: chat.Anthropic}, bare, []string{"not sent to claude-opus-4-7: 5 sealed parts of claude-sonnet-4-6"}},
		"the same over another route": {chat.Model{ID: claude.ID, Dialect: chat.MLflow}, bare, []string{"not sent to claude-sonnet-4-6: 5 sealed parts of claude-sonnet-4-6"}},
		"another vendor":              {flash, bare, []string{"not sent to gemini-2-5-flash: 5 sealed parts of claude-sonnet-4-6"}},
	} {
		t.Run(name, func(t *testing.T) {
			wantConverted(t, chat.Request{Model: row.to, Messages: []chat.Message{asks(spoken("q")), sealedAnswer(claude), done}},
				[]chat.Message{asks(spoken("q")), row.want, done}, row.notices...)
		})
	}
	t.Run("of many", func(t *testing.T) {
		thought := func(m chat.Model) chat.Message { return answered(m, chat.Reasoning{Signature: "s"}, spoken("a")) }
		_, notices := convert(chat.Request{Model: flash, Messages: []chat.Message{asks(spoken("q")), thought(claude), asks(spoken("q")), thought(gpt), asks(spoken("q")), thought(flash), asks(spoken("q"))}}, flash.Dialect, false)
		if want := []string{"not sent to gemini-2-5-flash: 2 sealed parts of claude-sonnet-4-6 and gpt-5-mini"}; !slices.Equal(notices, want) {
			t.Errorf("got %q, want %q", notices, want)
		}
	})
	t.Run("unsealed", func(t *testing.T) {
		got, notices := convert(chat.Request{Model: claude, Messages: []chat.Message{asks(spoken("q")), sealedAnswer(claude), done}}, claude.Dialect, true)
		if !reflect.DeepEqual(got[1].Parts, bare.Parts) || !slices.Equal(notices, []string{"not sent to claude-sonnet-4-6: 5 sealed parts of earlier answers"}) {
			t.Errorf("got %+v, %q", got[1].Parts, notices)
		}
	})
}

func TestAThoughtWithoutAnAnswerIsNotSent(t *testing.T) {
	thought := answered(claude, chat.Reasoning{Text: "hm", Signature: "s"}, chat.Opaque{Kind: "redacted_thinking"})
	wantConverted(t, chat.Request{Model: claude, Messages: []chat.Message{asks(spoken("q")), thought, asks(spoken("well?"))}},
		[]chat.Message{asks(spoken("q"), spoken("well?"))})
}

func TestThePicturesOfAnAnswerGoWithTheNextQuestion(t *testing.T) {
	cat := chat.File{Name: "image-1.png", MIME: "image/png", Data: []byte("png")}
	history := []chat.Message{asks(spoken("draw")), answered(gpt, spoken("here"), cat), asks(spoken("bigger"))}
	wantConverted(t, chat.Request{Model: gpt, Messages: history},
		[]chat.Message{asks(spoken("draw")), answered(gpt, spoken("here")), asks(cat, spoken("bigger"))})

	alone := []chat.Message{asks(spoken("draw")), answered(gpt, cat), asks(spoken("bigger"))}
	wantConverted(t, chat.Request{Model: gpt, Messages: alone}, []chat.Message{asks(spoken("draw"), cat, spoken("bigger"))})

	called := []chat.Message{asks(spoken("draw")), answered(gpt, cat, chat.ToolCall{ID: "t", Name: "f", Arguments: "{}"}), asks(chat.ToolResult{ID: "t"})}
	wantConverted(t, chat.Request{Model: gpt, Messages: called},
		[]chat.Message{asks(spoken("draw")), answered(gpt, chat.ToolCall{ID: "t", Name: "f", Arguments: "{}"}), asks(chat.ToolResult{ID: "t", Name: "f"}, cat)})
}

func TestAFileThatTheModelCantReadIsNamedInItsPlace(t *testing.T) {
	cat := chat.File{Name: "cat.png", MIME: "image/png"}
	paper := chat.File{MIME: "application/pdf"}
	notes := chat.File{Name: "notes.txt", MIME: "text/plain", Data: []byte("n")}
	drawing := chat.File{Name: "a.svg", MIME: "image/svg+xml", Data: []byte("<svg/>")}
	blind := chat.Model{ID: "llama", Dialect: chat.MLflow, Inputs: []string{"text"}}
	noCat, noPaper := spoken("[image cat.png: left out, this model can't read it]"), spoken("[pdf pdf: left out, this model can't read it]")
	call := chat.ToolCall{ID: "t", Name: "f", Arguments: "{}"}
	history := []chat.Message{
		asks(cat, paper, notes, drawing, spoken("q")), answered(blind, call),
		asks(chat.ToolResult{ID: "t", Text: "see", Files: []chat.File{cat, notes}}, cat),
	}
	wantConverted(t, chat.Request{Model: blind, Messages: history}, []chat.Message{
		asks(noCat, noPaper, notes, drawing, spoken("q")), answered(blind, call),
		asks(chat.ToolResult{ID: "t", Name: "f", Text: "see\n[image cat.png: left out, this model can't read it]", Files: []chat.File{notes}}, noCat),
	}, "llama can't read cat.png, pdf: left out")

	sees := chat.Model{ID: "sees", Inputs: []string{"text", "image"}}
	wantConverted(t, chat.Request{Model: sees, Messages: []chat.Message{asks(cat, paper)}},
		[]chat.Message{asks(cat, noPaper)}, "sees can't read pdf: left out")
	wantConverted(t, chat.Request{Model: chat.Model{ID: "unknown"}, Messages: []chat.Message{asks(cat, paper)}}, []chat.Message{asks(cat, paper)})
}
