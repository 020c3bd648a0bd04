package storetest

import (
	"encoding/json"
	"errors"
	"time"

	"neonchat/chat"
)

var saving = []clause{
	{"a session comes back as it was saved", func(t *tester) {
		s := t.session(main)
		s.Title, s.Pinned, s.From = "A title", true, chat.Fork{Session: "of", Message: "that"}
		t.say(s, everything(t)...)
		t.same("loaded", *t.load(s.ID), *s)
	}},
	{"an empty session can be kept", func(t *tester) {
		s := t.session(main)
		t.save(s.Head)
		t.same("loaded", *t.load(s.ID), *s)
	}},
	{"an answer is replaced while it grows, and keeps its place", func(t *tester) {
		s := t.session(main)
		t.say(s, t.question("q"))
		q := s.Leaf
		growing := s.Add(chat.Message{Role: chat.Assistant, Parts: []chat.Part{chat.Text{Text: "ha"}}})
		t.save(s.Head, growing)
		for range 2 {
			if n := len(t.search(chat.Scope{}, "ha")); n != 1 {
				t.Errorf("what grows is found %d times", n)
			}
		}
		s.Leaf = q
		t.say(s, t.answer("another"))
		whole := t.answer("half of it")
		whole.ID, whole.Parent = growing.ID, growing.Parent
		s.Messages[1] = whole
		s.Leaf = whole.ID
		t.save(s.Head, whole)
		t.same("loaded", *t.load(s.ID), *s)
		if n := len(t.search(chat.Scope{}, "half")); n != 1 {
			t.Errorf("the whole is found %d times", n)
		}
		if n := len(t.search(chat.Scope{}, "ha")); n != 1 {
			t.Errorf("the beginning of a word is found %d times", n)
		}
	}},
	{"of a session that is there only the leaf and the update change", func(t *tester) {
		s := t.chat(main, "first question", "answer")
		h := s.Head
		h.Title, h.Pinned, h.From, h.Created = "another", true, chat.Fork{Session: "x"}, t.now()
		h.Branch = other
		h.Leaf, h.Updated = s.Messages[0].ID, t.now()
		t.save(h)
		s.Leaf, s.Updated = h.Leaf, h.Updated
		t.same("head", t.load(s.ID).Head, s.Head)
	}},
	{"the update never goes back", func(t *tester) {
		s := t.chat(main, "q", "a")
		h := s.Head
		h.Updated = s.Updated.Add(-time.Hour)
		t.save(h)
		t.same("head", t.load(s.ID).Head, s.Head)
	}},
	{"an empty title is filled", func(t *tester) {
		s := t.session(main)
		t.save(s.Head)
		s.Title = "now it has one"
		t.save(s.Head)
		if got := t.load(s.ID).Title; got != s.Title {
			t.Errorf("the title is %q", got)
		}
	}},
	{"a save is whole or not at all", func(t *tester) {
		s := t.session(main)
		q := s.Add(t.question("kept?"))
		stray := t.answer("stray")
		stray.ID, stray.Parent = "stray", "nowhere"
		if err := t.store.Save(t.ctx, s.Head, q, stray); !errors.Is(err, chat.ErrOrphan) {
			t.Errorf("an answer to nothing is %v", err)
		}
		if _, err := t.store.Load(t.ctx, s.ID); !errors.Is(err, chat.ErrNoSession) {
			t.Errorf("loading what wasn't saved is %v", err)
		}
		if n := len(t.search(chat.Scope{}, "kept")); n != 0 {
			t.Errorf("what wasn't saved is found")
		}
	}},
	{"a leaf that isn't there is refused", func(t *tester) {
		s := t.session(main)
		s.Leaf = "nowhere"
		if err := t.store.Save(t.ctx, s.Head); !errors.Is(err, chat.ErrOrphan) {
			t.Errorf("it is %v", err)
		}
	}},
	{"an answer whose session was deleted brings it back with the rest", func(t *tester) {
		s := t.session(main)
		t.say(s, t.question("q"))
		t.delete(s.ID)
		a := s.Add(t.answer("a"))
		if err := t.store.Save(t.ctx, s.Head, a); !errors.Is(err, chat.ErrOrphan) {
			t.Errorf("alone it is %v", err)
		}
		t.save(s.Head, s.Messages...)
		t.same("loaded", *t.load(s.ID), *s)
	}},
	{"deleting is undone by saving what Load gave", func(t *tester) {
		s := t.session(main)
		s.Pinned = true
		t.say(s, everything(t)...)
		before := t.load(s.ID)
		t.delete(s.ID)
		if _, err := t.store.Load(t.ctx, s.ID); !errors.Is(err, chat.ErrNoSession) {
			t.Errorf("a deleted session is %v", err)
		}
		if n := len(t.list(chat.Scope{})) + len(t.search(chat.Scope{}, "everything")); n != 0 {
			t.Errorf("%d traces of it are left", n)
		}
		t.save(before.Head, before.Messages...)
		t.same("loaded", *t.load(s.ID), *before)
		if n := len(t.search(chat.Scope{}, "everything")); n != 1 {
			t.Errorf("what is in it is found %d times", n)
		}
	}},
	{"two sessions may have the same file and the same ids of messages", func(t *tester) {
		one, two := t.session(main), t.session(preview)
		for _, s := range []*chat.Session{one, two} {
			q := t.question("look")
			q.ID = "the same"
			q.Parts = append(q.Parts, chat.File{Name: "a.png", MIME: "image/png", Data: []byte("\x89PNG")})
			t.say(s, q)
		}
		t.delete(one.ID)
		t.same("the other one", *t.load(two.ID), *two)
	}},
	{"a change changes what it names, and is no update", func(t *tester) {
		s := t.chat(main, "first question", "answer")
		t.change(s.ID, chat.Change{Title: new("renamed")})
		t.change(s.ID, chat.Change{Pinned: new(true)})
		t.change(s.ID, chat.Change{Leaf: new(s.Messages[0].ID)})
		s.Title, s.Pinned, s.Leaf = "renamed", true, s.Messages[0].ID
		t.same("head", t.load(s.ID).Head, s.Head)
		t.change(s.ID, chat.Change{Pinned: new(false), Leaf: new("")})
		s.Pinned, s.Leaf = false, ""
		t.same("head", t.load(s.ID).Head, s.Head)
		if err := t.store.Change(t.ctx, s.ID, chat.Change{Title: new("no"), Leaf: new("nowhere")}); !errors.Is(err, chat.ErrNoMessage) {
			t.Errorf("a leaf that isn't there is %v", err)
		}
		t.same("head after a change that was refused", t.load(s.ID).Head, s.Head)
	}},
	{"what is taken out goes with all that follows it, and leaves no trace", func(t *tester) {
		s := t.chat(main, "first question", "answer")
		before := *t.load(s.ID)
		summary := func() chat.Summary {
			one := t.list(chat.Scope{})[0]
			one.Head = chat.Head{} // already covered by the load
			return one
		}
		said := summary()
		q := t.question("never mind")
		q.Parts = append(q.Parts, chat.File{Name: "a.txt", MIME: "text/plain", Data: []byte("hello")})
		empty := t.answer("")
		empty.Parts, empty.Cost = nil, nil
		t.say(s, q, t.answer("never"), t.question("minded"), empty)
		third := s.Messages[2].ID
		if err := t.store.Change(t.ctx, s.ID, chat.Change{Remove: []string{third}}); !errors.Is(err, chat.ErrNoMessage) {
			t.Errorf("to take the leaf out and name no other is %v", err)
		}
		t.same("after a change that was refused", *t.load(s.ID), *s)
		before.Updated = s.Updated
		for range 2 { // removing it twice does no harm
			t.change(s.ID, chat.Change{Remove: []string{third}, Leaf: &before.Leaf})
			t.same("the session", *t.load(s.ID), before)
			t.same("its summary", summary(), said)
			t.finds(chat.Scope{}, "never")
			t.finds(chat.Scope{}, "minded")
		}
		t.say(&before, q)
		t.same("asked once more", *t.load(s.ID), before)
	}},
	{"the start of an id will do where it is one's alone", func(t *tester) {
		for _, id := range []string{"ab", "abc1", "abc2", "b%_"} {
			s := t.session(main)
			s.ID = id
			t.save(s.Head)
		}
		for prefix, id := range map[string]string{"ab": "ab", "abc1": "abc1", "b": "b%_"} {
			if got := t.load(prefix).ID; got != id {
				t.Errorf("%q is %q, want %q", prefix, got, id)
			}
		}
		for prefix, want := range map[string]error{
			"a": &chat.AmbiguousError{Prefix: "a"}, "abc": &chat.AmbiguousError{Prefix: "abc"},
			"": chat.ErrNoSession, "abc3": chat.ErrNoSession, "%": chat.ErrNoSession, "a_": chat.ErrNoSession,
		} {
			_, loading := t.store.Load(t.ctx, prefix)
			changing := t.store.Change(t.ctx, prefix, chat.Change{Pinned: new(true)})
			deleting := t.store.Delete(t.ctx, prefix)
			for doing, err := range map[string]error{"loading": loading, "changing": changing, "deleting": deleting} {
				var ambiguous *chat.AmbiguousError
				if !errors.Is(err, want) && !(errors.As(err, &ambiguous) && ambiguous.Error() == want.Error()) {
					t.Errorf("%s %q: %v, want %v", doing, prefix, err, want)
				}
			}
		}
	}},
}

// everything returns messages with every kind of part, and with details that are easily
// lost.
func everything(t *tester) []chat.Message {
	q := t.question("everything \x00 at once \u2028 <b>&amp;</b> \U0001F469\u200d\U0001F467")
	q.Parts = append(q.Parts,
		chat.File{Name: "ü.pdf", MIME: "application/pdf", Data: []byte("%PDF \xff\x00")},
		chat.File{Name: "empty", MIME: "text/plain", Data: []byte{}},
		chat.Text{Text: "not \xff UTF-8"},
		chat.Text{},
	)
	a := t.answer("four")
	a.Parts = []chat.Part{
		chat.Opaque{Kind: "reasoning", Data: json.RawMessage("{ \"a\" : 1.0,\n\"b\":\"<\\u003c>\" }")},
		chat.Reasoning{Text: "hm", Signature: "seal=="},
		chat.Reasoning{Signature: "hidden"},
		chat.Text{Text: "let me see", Phase: "commentary"},
		chat.Text{Text: "four", Signature: "tail", Phase: "final_answer"},
		chat.ToolCall{ID: "call_1", Name: "sql", Arguments: `{"q": "select`, Signature: "s"},
		chat.Opaque{Kind: "empty"},
	}
	a.Usage = &chat.Usage{Input: 1, CachedInput: 2, CacheWrite: 3, Output: 4, Reasoning: 5}
	a.Notices = []string{"the temperature was left out", "a retry"}
	a.Stop = chat.Stop{Reason: chat.StopToolCalls, Raw: "tool_use", Detail: "why not"}
	a.Err = "broke off"
	r := t.question("")
	r.Parts = []chat.Part{chat.ToolResult{ID: "call_1", Name: "sql", Text: "3 rows", IsError: true, Unrun: true, Took: time.Second, Files: []chat.File{{Name: "f", MIME: "image/png", Data: []byte{1}}}}}
	bare := chat.Message{Role: chat.Assistant}
	billed := chat.Message{Role: chat.Assistant, Earlier: []chat.Usage{{Input: 6, Output: 1}, {Input: 6, CachedInput: 6}}, Err: "broke off twice"}
	return []chat.Message{q, a, r, bare, billed}
}

func (t *tester) delete(id string) {
	t.Helper()
	if err := t.store.Delete(t.ctx, id); err != nil {
		t.Fatalf("deleting: %v", err)
	}
}

func (t *tester) change(id string, c chat.Change) {
	t.Helper()
	if err := t.store.Change(t.ctx, id, c); err != nil {
		t.Fatalf("changing: %v", err)
	}
}
