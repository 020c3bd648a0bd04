package history

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"neonchat/chat"
)

// testdata has a database of every version there was, as the SQL that makes it:
// schema and content. They never change. A migration comes with the database of
// the version that it leads to.
func old(t *testing.T, version int, path string) {
	t.Helper()
	dump, err := os.ReadFile(fmt.Sprintf("testdata/%d.sql", version))
	if err != nil {
		t.Fatalf("each version needs a database to be tested with: %v", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	db := connect(path, writer)
	defer db.Close()
	if _, err := db.Exec(string(dump)); err != nil {
		t.Fatalf("making a database of version %d: %v", version, err)
	}
}

func TestEveryEarlierVersionIsBroughtUpToDate(t *testing.T) {
	steps, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	fresh := sits(t)
	fresh.mustSay("hello")
	for version := 1; version <= len(steps); version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			d := sits(t)
			old(t, version, d.Path())
			d.has("What is a branch?")
			if got, want := shape(t, d), shape(t, fresh); !reflect.DeepEqual(got, want) {
				t.Errorf("it becomes\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			summary := listed(t, d)[0]
			if summary.LastWords != "A copy, naïve as it sounds." || summary.Model != "claude-sonnet-4-6" || summary.Turns != 1 || summary.Cost != 0.5 || summary.Branch.Name != "main" {
				t.Errorf("its summary is %+v", summary)
			}
			s, err := d.Load(t.Context(), summary.ID)
			if err != nil {
				t.Fatal(err)
			}
			question := []chat.Part{chat.Text{Text: "What is a branch?"}, chat.File{Name: "a.txt", MIME: "text/plain", Data: []byte("hello")}}
			if path := s.Path(); len(path) != 2 || !reflect.DeepEqual(path[0].Parts, question) || path[1].Usage.Output != 20 || path[1].Stop.Reason != chat.StopEnd {
				t.Errorf("its path is %+v", path)
			}
			if hits, err := d.Search(t.Context(), chat.Scope{Branch: "br-main-1"}, "naive"); err != nil || len(hits) != 1 {
				t.Errorf("%v: %d hits", err, len(hits))
			}
			votes, err := d.Votes(t.Context(), "")
			if err != nil || version >= 2 && (len(votes) != 1 || votes[0].Winner != "claude-sonnet-4-6" || !votes[0].Blind) {
				t.Errorf("%v: the votes are %+v", err, votes)
			}
			d.mustSay("on we go")
			d.sound()
		})
	}
}

// shape is the schema of a database, without its spaces.
func shape(t *testing.T, d *desk) []string {
	rows, err := d.now.read.Query("select coalesce(sql, name) from sqlite_schema union select 'version ' || user_version from pragma_user_version")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Join(strings.Fields(s), " "))
	}
	slices.Sort(all)
	return all
}

func TestAForkOfAnEarlierVersionCostsWhatWasSaidInIt(t *testing.T) {
	d := sits(t)
	old(t, 2, d.Path())
	db := connect(d.Path(), writer)
	_, err := db.Exec(`
		insert into sessions (n, id, branch, title, pinned, leaf, from_session, from_message, created, updated, turns, cost, unpriced)
			values (2, 'fork', 1, 'a fork', 1, 'own', 'of', 'that', 1767225604000000000, 1967225606000000000, 1, 0.75, 2);
		insert into messages (session, id, parent, role, started, first_token, total, dialect, model, cost, stop, stop_raw, stop_detail, error, parts, indexed)
			select 2, 'copied', '', role, started, 0, 0, '', '', cost, '', '', '', '', parts, 0 from messages where cost = 0.5 union all
			select 2, 'unpriced', '', role, started, 0, 0, '', '', null, '', '', '', '', parts, 0 from messages where cost = 0.5 union all
			select 2, 'own', '', role, 1767225605000000000, 0, 0, '', '', 0.25, '', '', '', '', parts, 0 from messages where cost = 0.5 union all
			select 2, 'own unpriced', '', role, 1767225605000000000, 0, 0, '', '', null, '', '', '', '', parts, 0 from messages where cost = 0.5`)
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	all := listed(t, d)
	if fork, of := all[0], all[1]; fork.ID != "fork" || fork.Cost != 0.25 || fork.Unpriced != 1 || fork.Turns != 1 || of.Cost != 0.5 {
		t.Errorf("the fork is %+v, of %+v", fork, of)
	}
}

func listed(t *testing.T, d *desk) []chat.Summary {
	t.Helper()
	list, err := d.List(t.Context(), chat.Scope{})
	if err != nil || len(list) == 0 {
		t.Fatalf("listing: %v, %d sessions", err, len(list))
	}
	return list
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	d := sits(t)
	old(t, 1, d.Path())
	db := connect(d.Path(), writer)
	if _, err := db.Exec("create table votes (unexpected)"); err != nil { // the second step stumbles over it
		t.Fatal(err)
	}
	db.Close()
	if err := d.says("hello"); err == nil || !strings.Contains(err.Error(), d.Path()) {
		t.Errorf("it says %v", err)
	}
	db = connect(d.Path(), reader)
	defer db.Close()
	var version int
	if err := db.QueryRow("pragma user_version").Scan(&version); err != nil || version != 1 {
		t.Errorf("%v: it has version %d", err, version)
	}
}

func TestWhatAnEarlierVersionIndexedIsFoundByItsWords(t *testing.T) {
	d := sits(t)
	old(t, 3, d.Path())
	db := connect(d.Path(), writer)
	_, err := db.Exec(`
		insert into messages (session, id, parent, role, started, first_token, total, dialect, model, stop, stop_raw, stop_detail, error, parts, indexed)
			select 1, column1, '', 'user', 0, 0, 0, '', '', '', '', '', '', column2, column3 from (values
				('whole', '{"v":1,"parts":[{"type":"text","text":"请看API接口文档"}]}', 1),
				('growing', '{"v":1,"parts":[{"type":"text","text":"看API"}]}', 0),
				('not UTF-8', '{"v":1,"parts":[{"type":"text","text":{"base64":"/yBhcGk="}}]}', 1));
		insert into words (rowid, text, place) select s.n, s.text, s.place from said s join messages m on m.n = s.n where m.id in ('whole', 'not UTF-8')`)
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	hits, err := d.Search(t.Context(), chat.Scope{}, "api")
	if err != nil || len(hits) != 3 {
		t.Errorf("%v: found are %+v", err, hits)
	}
	if hits, err := d.Search(t.Context(), chat.Scope{}, "base64"); err != nil || len(hits) != 0 {
		t.Errorf("%v: found are %+v", err, hits)
	}
	d.sound()
}
