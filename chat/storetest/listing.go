package storetest

import (
	"slices"
	"strings"

	"neonchat/chat"
)

var listing = []clause{
	{"pinned sessions come first, then those that something was said in last", func(t *tester) {
		old := t.chat(main, "old", "a")
		pinned := t.chat(main, "pinned", "a")
		recent := t.chat(main, "recent", "a")
		t.change(pinned.ID, chat.Change{Pinned: new(true)})
		t.lists(chat.Scope{}, "pinned", "recent", "old")
		t.say(old, t.question("again"))
		t.lists(chat.Scope{}, "pinned", "old", "recent")
		t.change(recent.ID, chat.Change{Title: new("renamed")})
		t.lists(chat.Scope{}, "pinned", "old", "renamed")
	}},
	{"a scope narrows the list", func(t *tester) {
		t.chat(main, "on main", "said on Main Street")
		t.chat(preview, "on preview", "ÄRGER mit 100% _ Prozent")
		t.chat(other, "on other", "nothing")
		t.lists(chat.Scope{}, "on other", "on preview", "on main")
		t.lists(chat.Scope{Branch: preview.ID}, "on preview")
		t.lists(chat.Scope{Project: main.Project}, "on preview", "on main")
		t.lists(chat.Scope{Project: main.Project, Branch: other.ID})
		t.lists(chat.Scope{Branch: "br-unknown"})
		t.lists(chat.Scope{Limit: 2}, "on other", "on preview")
		t.lists(chat.Scope{Match: "ON PRE"}, "on preview")
		t.lists(chat.Scope{Match: "main street"}, "on main")
		t.lists(chat.Scope{Match: " STREET  main "}, "on main")
		t.lists(chat.Scope{Match: "street preview"})
		t.lists(chat.Scope{Match: "ärger"}, "on preview")
		t.lists(chat.Scope{Match: "100% _"}, "on preview")
		t.lists(chat.Scope{Match: "%"}, "on preview")
		t.lists(chat.Scope{Match: "GPT-5", Branch: main.ID}, "on main")
		at := t.list(chat.Scope{Branch: preview.ID})[0].Updated
		t.lists(chat.Scope{Before: at}, "on main")
	}},
	{"the demo's sessions show only where it is named", func(t *tester) {
		demo := chat.Branch{ID: chat.DemoBranch, Name: "demo"}
		t.chat(demo, "play", "rabbit")
		t.chat(main, "work", "rabbit")
		t.lists(chat.Scope{}, "work")
		t.lists(chat.Scope{Branch: chat.DemoBranch}, "play")
		t.finds(chat.Scope{}, "rabbit", "work")
		t.finds(chat.Scope{Branch: chat.DemoBranch}, "rabbit", "play")
		t.branches("main")
	}},
	{"a summary says what is in the session", func(t *tester) {
		s := t.session(main)
		t.say(s, t.question("first\n  question"), t.answer("one"))
		later := t.answer("two\n\n\tthree")
		later.Origin.Model, later.Cost = "claude-sonnet-4-6", nil
		t.say(s, t.question("second"), later)
		got := t.list(chat.Scope{})[0]
		want := chat.Summary{Head: got.Head, Model: "claude-sonnet-4-6", LastWords: "two three", Turns: 2, Cost: 0.25, Unpriced: 1}
		t.same("head", got.Head, s.Head)
		t.same("summary", got, want)

		refused := chat.Message{Role: chat.Assistant, Err: "no", Stop: chat.Stop{Reason: chat.StopError}, Origin: chat.Origin{Model: "gemini-3-flash"}}
		t.say(s, t.question("third"), refused)
		got = t.list(chat.Scope{})[0]
		want = chat.Summary{Head: got.Head, Model: "gemini-3-flash", LastWords: "third", Turns: 3, Cost: 0.25, Unpriced: 1}
		t.same("summary after a refusal", got, want)

		broken := refused
		broken.Earlier = []chat.Usage{{Input: 150_000, Output: 1}}
		t.say(s, t.question("fourth"), broken)
		got = t.list(chat.Scope{})[0]
		want = chat.Summary{Head: got.Head, Model: "gemini-3-flash", LastWords: "fourth", Turns: 4, Cost: 0.25, Unpriced: 2}
		t.same("summary after a failure that was billed", got, want)

		t.change(s.ID, chat.Change{Leaf: new(s.Messages[1].ID)})
		got = t.list(chat.Scope{})[0]
		want = chat.Summary{Head: got.Head, Model: "gpt-5-mini", LastWords: "one", Turns: 4, Cost: 0.25, Unpriced: 2}
		t.same("summary after going back", got, want)
	}},
	{"what tools gave is no question", func(t *tester) {
		s := t.session(main)
		calls := t.answer("one")
		calls.Parts = append(calls.Parts, chat.ToolCall{ID: "1", Name: "f"})
		results := chat.Message{Role: chat.User, Parts: []chat.Part{chat.ToolResult{ID: "1", Name: "f", Text: "3"}}}
		t.say(s, t.question(`what is {"type":"tool_result"}?`), calls, results, t.answer("two"))
		results = s.Messages[2]
		results.Parts = append(results.Parts, chat.ToolResult{ID: "2", Name: "f", Text: "4"})
		t.save(s.Head, results)
		got := t.list(chat.Scope{})[0]
		want := chat.Summary{Head: got.Head, Model: "gpt-5-mini", LastWords: "two", Turns: 1, Cost: 0.5}
		t.same("summary", got, want)
	}},
	{"what was copied costs once, where it was said", func(t *tester) {
		s := t.chat(main, "first", "one")
		unpriced := t.answer("two")
		unpriced.Cost = nil
		t.say(s, t.question("second"), unpriced)
		f := s.Fork(s.Leaf, t.now())
		t.save(f.Head, f.Messages...)
		costs := func(of string, id string, want chat.Summary) {
			t.Helper()
			for _, got := range t.list(chat.Scope{}) {
				if got.ID == id && (got.Turns != want.Turns || got.Cost != want.Cost || got.Unpriced != want.Unpriced) {
					t.Errorf("%s: %+v, want %+v", of, got, want)
				}
			}
		}
		costs("the session", s.ID, chat.Summary{Turns: 2, Cost: 0.25, Unpriced: 1})
		costs("the fork", f.ID, chat.Summary{Turns: 2})
		t.say(f, t.question("third"), t.answer("three"))
		t.save(f.Head, f.Messages...) // saves the whole session, as after a deletion
		costs("the fork that went on", f.ID, chat.Summary{Turns: 3, Cost: 0.25})
		t.change(f.ID, chat.Change{Leaf: new(""), Remove: []string{f.Messages[0].ID}})
		costs("what is left of it", f.ID, chat.Summary{})
	}},
	{"a long last message is cut in a summary", func(t *tester) {
		t.chat(main, "q", strings.Repeat("wörter ", 10_000))
		if got := t.list(chat.Scope{})[0].LastWords; len(got) > 1000 || !strings.HasPrefix(got, "wörter wörter") {
			t.Errorf("it has %d bytes: %.40q", len(got), got)
		}
	}},
	{"branches come with the latest first, and are called as they were last", func(t *tester) {
		t.branches()
		s := t.chat(main, "q", "a")
		gone := t.chat(other, "q", "a")
		t.chat(preview, "q", "a")
		t.branches("preview/x", "main", "main")
		s.Branch.Name, s.Branch.Project = "production", ""
		t.say(s, t.question("again"))
		t.delete(gone.ID)
		t.branches("production", "preview/x")
		want := main
		want.Name = "production"
		t.same("the branch", t.load(s.ID).Branch, want)
		older := t.session(main)
		older.Updated = s.Created
		t.save(older.Head)
		t.branches("production", "preview/x")
	}},
	{"an empty store has nothing, and says so without an error", func(t *tester) {
		t.lists(chat.Scope{})
		t.finds(chat.Scope{}, "anything")
		t.branches()
	}},
}

// lists checks that a scope has exactly the sessions with these titles, in this order.
func (t *tester) lists(s chat.Scope, titles ...string) {
	t.Helper()
	var got []string
	for _, summary := range t.list(s) {
		got = append(got, summary.Title)
	}
	if !slices.Equal(got, titles) {
		t.Errorf("%+v lists %q, want %q", s, got, titles)
	}
}

// branches checks the names of the branches.
func (t *tester) branches(names ...string) {
	t.Helper()
	all, err := t.store.Branches(t.ctx)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range all {
		got = append(got, b.Name)
	}
	if !slices.Equal(got, names) {
		t.Errorf("the branches are %q, want %q", got, names)
	}
}
