package storetest

import (
	"slices"
	"strings"

	"neonchat/chat"
)

var searching = []clause{
	{"a search finds the messages that have all the words, the last as a start", func(t *tester) {
		t.chat(main, "one", "The quick brown fox jumps over the lazy dog")
		t.chat(main, "two", "A slow brown bear sleeps while foxes don't")
		t.finds(chat.Scope{}, "brown fox", "one", "two")
		t.finds(chat.Scope{}, "fox brown", "one")
		t.finds(chat.Scope{}, "BROWN sle", "two")
		t.finds(chat.Scope{}, "sle brown")
		t.finds(chat.Scope{}, "unicorn")
		t.finds(chat.Scope{}, "two", "two")
	}},
	{"words in quotes stand together", func(t *tester) {
		t.chat(main, "one", "copy on write branching")
		t.chat(main, "two", "write a copy of it")
		t.finds(chat.Scope{}, `copy write`, "one", "two")
		t.finds(chat.Scope{}, `"copy on write"`, "one")
		t.finds(chat.Scope{}, `"write a" copy`, "two")
		t.finds(chat.Scope{}, `"copy writ"`)
		t.finds(chat.Scope{}, `"copy on`, "one")
	}},
	{"a search is for words, whatever they would mean to a database", func(t *tester) {
		t.chat(main, "one", "select * from t where a = 'b' OR NOT near(x) -- 50% {off} ^caret col:on")
		for _, words := range []string{
			`*`, `"`, `""`, `'`, `a OR`, `NOT`, `near(`, `{off}`, `^caret`, `col:on`, `--`, `50%`, `from*`, `AND`, `a"b`, "\x00", "t)", "-",
		} {
			if _, err := t.store.Search(t.ctx, chat.Scope{}, words); err != nil {
				t.Errorf("searching for %q: %v", words, err)
			}
		}
		t.finds(chat.Scope{}, `NOT near`, "one")
		t.finds(chat.Scope{}, `{off}`, "one")
		t.finds(chat.Scope{}, `!?`)
		t.finds(chat.Scope{}, ``)
	}},
	{"a scope narrows a search", func(t *tester) {
		t.chat(main, "on main", "needle")
		early := t.now()
		t.chat(preview, "on preview", "needle")
		t.chat(other, "on other", "needle")
		t.finds(chat.Scope{}, "needle", "on main", "on other", "on preview")
		t.finds(chat.Scope{Branch: main.ID}, "needle", "on main")
		t.finds(chat.Scope{Project: main.Project}, "needle", "on main", "on preview")
		t.finds(chat.Scope{Project: main.Project, Branch: other.ID}, "needle")
		t.finds(chat.Scope{Branch: "br-unknown"}, "needle")
		t.finds(chat.Scope{Match: "N PRE"}, "needle", "on preview")
		t.finds(chat.Scope{Before: early}, "needle", "on main")
		if n := len(t.search(chat.Scope{Limit: 2}, "needle")); n != 2 {
			t.Errorf("a limit of 2 gives %d", n)
		}
	}},
	{"what fits best comes first", func(t *tester) {
		t.chat(main, "in passing", "needle "+strings.Repeat("and hay ", 200))
		t.chat(main, "much", "needle, needle: needle!")
		t.chat(main, "in passing too", "needle "+strings.Repeat("and straw ", 200))
		if got := t.search(chat.Scope{}, "needle")[0].Session.Title; got != "much" {
			t.Errorf("the first is %q", got)
		}
	}},
	{"a hit says where it is, with what stands around it", func(t *tester) {
		s := t.session(main)
		t.say(s, t.question("what now?"), t.answer(strings.Repeat("hay ", 500)+"the needle\nis here "+strings.Repeat("hay ", 500)))
		hits := t.search(chat.Scope{}, "needle")
		if len(hits) != 1 {
			t.Fatalf("%d hits", len(hits))
		}
		h, m := hits[0], s.Messages[1]
		t.same("session", h.Session, s.Head)
		if h.Message != m.ID || h.Role != chat.Assistant || !h.At.Equal(m.Timing.Started) {
			t.Errorf("the hit is %+v, want message %+v", h, m)
		}
		var whole strings.Builder
		var found []string
		for _, span := range h.Excerpt {
			whole.WriteString(span.Text)
			if span.Found {
				found = append(found, span.Text)
			}
		}
		if !slices.Equal(found, []string{"needle"}) || !strings.Contains(whole.String(), "the needle is here") || len(whole.String()) > 1000 {
			t.Errorf("the excerpt is %q, with %q marked", whole.String(), found)
		}
	}},
	{"every version of a message is found, and one with accents by its letters", func(t *tester) {
		s := t.session(main)
		t.say(s, t.question("q"))
		q := s.Leaf
		for range 3 {
			s.Leaf = q
			t.say(s, t.answer("Crème brûlée, jalapeño"))
		}
		if n := len(t.search(chat.Scope{}, "creme JALAPENO")); n != 3 {
			t.Errorf("%d hits", n)
		}
	}},
	{"a language without spaces is found within its sentences", func(t *tester) {
		t.chat(main, "one", "今日は天気がいいですね。Neonのブランチ")
		t.chat(preview, "two", "안녕하세요 데이터베이스입니다 about branches")
		t.finds(chat.Scope{}, "天気", "one")
		t.finds(chat.Scope{}, "天", "one")
		t.finds(chat.Scope{}, "ブランチ 今日", "one")
		t.finds(chat.Scope{}, "데이터", "two")
		t.finds(chat.Scope{}, "branches 데이터", "two")
		t.finds(chat.Scope{}, "nothing 데이터")
		t.finds(chat.Scope{Branch: main.ID}, "데이터")
		if h := t.search(chat.Scope{}, "天気")[0].Excerpt; !slices.Contains(h, chat.Span{Text: "天気", Found: true}) {
			t.Errorf("the excerpt is %+v", h)
		}
	}},
	{"words of other languages are found in a language without spaces, in any case", func(t *tester) {
		t.chat(main, "one", "请看API接口文档")
		t.chat(main, "two", "ビューAPIとPostgreSQLのデータ")
		t.finds(chat.Scope{}, "api", "one", "two")
		t.finds(chat.Scope{}, "ap", "one", "two")
		t.finds(chat.Scope{}, "pi")
		t.finds(chat.Scope{}, "api接口", "one")
		t.finds(chat.Scope{}, "看aPi", "one")
		t.finds(chat.Scope{}, "文档 api", "one")
		t.finds(chat.Scope{}, `"接口文 api"`)
		t.finds(chat.Scope{}, "postgres", "two")
		t.finds(chat.Scope{}, "postgresqlのデー", "two")
		if h := t.search(chat.Scope{}, "api接口")[0].Excerpt; !slices.Equal(h, []chat.Span{{Text: "请看"}, {Text: "API接口", Found: true}, {Text: "文档"}}) {
			t.Errorf("the excerpt is %+v", h)
		}
	}},
	{"a part of a sentence is found as it is written", func(t *tester) {
		t.chat(main, "one", "วันนี้อากาศดีมาก")
		t.chat(main, "two", "雨天。気分")
		t.finds(chat.Scope{}, "ดี", "one")
		t.finds(chat.Scope{}, "ดา")
		t.finds(chat.Scope{}, "天気")
		t.finds(chat.Scope{}, `"天。気"`, "two")
		if h := t.search(chat.Scope{}, "ดี")[0].Excerpt; !slices.Contains(h, chat.Span{Text: "ดี", Found: true}) {
			t.Errorf("the excerpt is %+v", h)
		}
	}},
	{"a text that isn't UTF-8 is listed and found as far as it can be read", func(t *tester) {
		s := t.session(main)
		a := t.answer("not \xff UTF-8 ")
		a.Parts = append(a.Parts, chat.Text{Text: "caf"}, chat.Text{Text: "e\xe9\xe8"})
		t.say(s, t.question("q"), a)
		for range 2 {
			if got := t.list(chat.Scope{})[0].LastWords; got != "not \uFFFD UTF-8 cafe\uFFFD\uFFFD" {
				t.Errorf("the last words are %q", got)
			}
			t.change(s.ID, chat.Change{Title: new("renamed")})
		}
		t.finds(chat.Scope{}, "not utf-8", "renamed")
		t.finds(chat.Scope{}, "base64")
		t.same("loaded", t.load(s.ID).Messages, s.Messages)
	}},
	{"a single letter is a word, two may be the start of one", func(t *tester) {
		t.chat(main, "one", "vitamin C deficiency")
		t.chat(main, "two", "the capital")
		t.finds(chat.Scope{}, "c", "one")
		t.finds(chat.Scope{}, "ca", "two")
	}},
	{"a word that is everywhere is found in the latest", func(t *tester) {
		s := t.session(main)
		var many []chat.Message
		for range 600 {
			many = append(many, t.question("common word"))
		}
		t.say(s, many...)
		t.say(s, t.question("the common word again"))
		hits := t.search(chat.Scope{Limit: 1000}, "common")
		if !slices.ContainsFunc(hits, func(h chat.Hit) bool { return h.Message == s.Leaf }) {
			t.Errorf("the latest of all is not among %d hits", len(hits))
		}
	}},
}

func (t *tester) search(s chat.Scope, words string) []chat.Hit {
	t.Helper()
	hits, err := t.store.Search(t.ctx, s, words)
	if err != nil {
		t.Fatalf("searching for %q: %v", words, err)
	}
	return hits
}

// finds checks the sorted titles of the sessions that a search finds.
func (t *tester) finds(s chat.Scope, words string, titles ...string) {
	t.Helper()
	var got []string
	for _, h := range t.search(s, words) {
		got = append(got, h.Session.Title)
	}
	slices.Sort(got)
	if !slices.Equal(got, titles) {
		t.Errorf("%+v: %q is found in %q, want %q", s, words, got, titles)
	}
}
