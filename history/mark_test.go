package history

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

// What is marked in a long text is what FTS5 marks in a short one.
func TestALongTextIsMarkedAsAShortOne(t *testing.T) {
	text := `The quick brown Fox jumps, the quick-witted fox (FOXES too) sleeps. Crème brûlée, CREME, jalapeño.
今日は天気がいいですね。Neonのブランチ APIとPostgreSQL. 안녕하세요 데이터베이스입니다. Über Straße straße STRASSE; ﬁx x² ½ 10th e̋́ 𝔘𝔫𝔦 İstanbul ΣΊΣΥΦΟΣ.`
	d := sits(t)
	d.mustSay(text)
	for _, words := range []string{
		"fox", "fo", `"quick brown"`, "quick brown fox", "the fox", `"the quick`, "creme", "brulee", "JALAPEÑO", "天気", "ブランチ", "api", "postgresqlと", "데이터", "über", "straße", "10th", "x", "nothing",
		"quick quick", `"brown fox" fox`,
	} {
		terms := parse(words)
		var fts *string
		err := d.reading(t.Context(), "looking", func(tx *sql.Tx) error {
			found, err := passages(t.Context(), tx, `select rowid, highlight(words, 0, '`+begin+`', '`+end+`') from words where words match ?`, match(terms))
			if len(found) > 0 {
				fts = &found[0].marked
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(mark(apart(text), terms), between, ""); fts != nil && got != *fts {
			t.Errorf("%s:\n got %q\nwant %q", words, got, *fts)
		}
	}
}

// Searching a message takes as long as the message is, however often it has what
// is searched for. Were it quadratic this would end at the tests' time limit.
func TestManyFindsInOneMessageAreFoundInNoTime(t *testing.T) {
	d := sits(t)
	now := time.Now()
	s := &chat.Session{Head: chat.Head{ID: chat.NewID(), Title: "long", Branch: chat.Branch{ID: "br"}, Created: now, Updated: now}}
	q := s.Add(chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: "go on"}}})
	a := s.Add(chat.Message{Role: chat.Assistant, Stop: chat.Stop{Reason: chat.StopEnd}, Parts: []chat.Part{
		chat.Text{Text: strings.Repeat("## Section 7\n\nThe storage keeps pages of the section apart, and a branch shares them.\n\n", 60_000) + "Section 700 is the last."},
	}})
	if err := d.Save(t.Context(), s.Head, q, a); err != nil {
		t.Fatal(err)
	}
	hits, err := d.Search(t.Context(), chat.Scope{}, "Section 700")
	if err != nil || len(hits) != 1 {
		t.Fatalf("%d hits, %v", len(hits), err)
	}
	var found []string
	for _, span := range hits[0].Excerpt {
		if span.Found {
			found = append(found, span.Text)
		}
	}
	if got := strings.Join(found, " "); !strings.Contains(strings.ToLower(got), "section") {
		t.Errorf("found is %q in %+v", got, hits[0].Excerpt)
	}
}
