package storetest

import (
	"neonchat/chat"
)

var voting = []clause{
	{"votes come back, oldest first, by their tag", func(t *tester) {
		ballot, ok := t.store.(chat.Ballot)
		if !ok {
			t.Skip("it is no ballot")
		}
		votes := []chat.Vote{
			{ID: "1", At: t.now(), Branch: main.ID, Session: "s", Question: "q", Tag: "code", Blind: true, Targets: []string{"a", "b"}, Winner: "b"},
			{ID: "2", At: t.now(), Branch: main.ID, Targets: []string{"a", "b", "c"}, Tie: true, Judge: "gpt-5"},
			{ID: "3", At: t.now(), Tag: "code", Targets: []string{"a", "b"}},
		}
		for _, i := range []int{2, 0, 1} {
			if err := ballot.Vote(t.ctx, votes[i]); err != nil {
				t.Fatal(err)
			}
		}
		for tag, want := range map[string][]chat.Vote{"": votes, "code": {votes[0], votes[2]}, "prose": {}} {
			got, err := ballot.Votes(t.ctx, tag)
			if err != nil {
				t.Fatal(err)
			}
			t.same("votes tagged "+tag, got, want)
		}
		changed := votes[0]
		changed.Winner = "a"
		if err := ballot.Vote(t.ctx, changed); err != nil {
			t.Fatal(err)
		}
		if got, _ := ballot.Votes(t.ctx, ""); len(got) != 3 || got[0].Winner != "a" {
			t.Errorf("a vote given again is not changed: %+v", got)
		}
	}},
}
