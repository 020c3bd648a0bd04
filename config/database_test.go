package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"
)

const (
	databaseURL = "postgresql://neondb_owner:npg_s3cret@ep-cool-1-pooler.us-east-2.aws.neon.tech/neondb?sslmode=require&channel_binding=require"
	direct      = "postgresql://neondb_owner:npg_s3cret@ep-cool-1.us-east-2.aws.neon.tech/neondb?sslmode=require"
	another     = "postgresql://neondb_owner:npg_s3cret@ep-other-2.us-east-2.aws.neon.tech/neondb"
)

func TestTheDatabaseStandsBesideTheGateway(t *testing.T) {
	pulled := regexp.MustCompile("(?m)^DATABASE_URL.*\n").ReplaceAllString(pulled, "")
	for _, c := range []struct {
		name   string
		files  map[string]string
		env    map[string]string
		want   string
		source string
		remark string
	}{
		{"in its file", map[string]string{".env": pulled + "DATABASE_URL='" + databaseURL + "'\n"}, nil, databaseURL, ".env:", ""},
		{"past the pooler where that is named", map[string]string{".env": pulled + "DATABASE_URL='" + databaseURL + "'\nDATABASE_URL_UNPOOLED='" + direct + "'\n"}, nil, direct, "DATABASE_URL_UNPOOLED", ""},
		{"in the environment first", map[string]string{".env": pulled + "DATABASE_URL_UNPOOLED='" + direct + "'\n"}, map[string]string{"DATABASE_URL": another}, another, "DATABASE_URL in the environment", "differs"},
		{"the same in both places", map[string]string{".env": pulled + "DATABASE_URL_UNPOOLED='" + direct + "'\n"}, map[string]string{"DATABASE_URL": databaseURL}, databaseURL, "in the environment", ""},
		{"not in another file", map[string]string{".env.local": pulled, ".env": "DATABASE_URL='" + databaseURL + "'\n"}, nil, "", "", "is not used: the gateway is named by .env.local"},
		{"one for neonchat alone, wherever it is", map[string]string{".env.local": pulled + "DATABASE_URL='" + databaseURL + "'\n", ".env": "NEONCHAT_DATABASE_URL='" + another + "'\n"}, nil, another, "NEONCHAT_DATABASE_URL", ""},
		{"none", map[string]string{".env": pulled}, nil, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			for name, text := range c.files {
				d.write("app/"+name, text)
			}
			maps.Copy(d.env, c.env)
			g := d.found()
			same(t, "URL", g.Database.Reveal(), c.want)
			if !strings.Contains(g.Database.Source.String(), c.source) {
				t.Errorf("found in %s, want %s", g.Database.Source, c.source)
			}
			if told := strings.Join(g.Remarks, "\n"); !strings.Contains(told, c.remark) || c.remark == "" && told != "" {
				t.Errorf("told is %q, want %q", told, c.remark)
			}
		})
	}
}

func TestADatabaseShowsNoPassword(t *testing.T) {
	for url, want := range map[string]string{
		databaseURL:                           "postgresql://neondb_owner:…@ep-cool-1-pooler.us-east-2.aws.neon.tech/neondb",
		"postgres://a@host:5433/x?password=b": "postgres://a@host:5433/x",
		"postgresql:///x?host=/tmp":           "postgresql:///x",
		"host=x password=npg_s3cret":          "…",
		"https://a:npg_s3cret@host/x":         "…",
		"postgresql://a:npg_%zz@host":         "…",
	} {
		d := NewDatabase(url, Source{})
		text, _ := json.Marshal(d)
		for _, got := range []string{d.String(), fmt.Sprintf("%v", d), fmt.Sprintf("%s", d), d.LogValue().String()} {
			same(t, "it", got, want)
		}
		all := fmt.Sprintf("%+v %#v %x %d %s", d, []Database{d}, d, &d, text)
		if strings.Contains(all, "npg_s3cret") || strings.Contains(all, "password") {
			t.Errorf("%s tells %s", url, all)
		}
	}
}

func TestWhatIsNoDatabaseIsToldWithoutTellingIt(t *testing.T) {
	for url, ok := range map[string]bool{
		databaseURL: true, "postgres://u@h/d": true, "postgresql:///x?host=/tmp": true,
		"mysql://u:npg_s3cret@h/d": false, "npg_s3cret": false, "postgresql://": false, "postgresql://u:npg_%zz@h": false,
	} {
		err := NewDatabase(url, Source{File: ".env", Line: 3, Variable: "DATABASE_URL"}).Check()
		if (err == nil) != ok {
			t.Errorf("%s: %v", url, err)
		}
		if err != nil && (strings.Contains(err.Error(), "npg_") || !strings.HasPrefix(err.Error(), ".env:3 DATABASE_URL")) {
			t.Errorf("it says %v", err)
		}
	}
}

func TestSettingsForTools(t *testing.T) {
	for file, want := range map[string]string{
		"tools = true":                     "[*] 0 0 map[]",
		"tools = false":                    "[] 0 0 map[]",
		"tools = \"sql, github\"":          "[sql github] 0 0 map[]",
		"tools = [\"sql\"]\nmax_steps = 5": "[sql] 5 0 map[]",
		"max_cost = 0.25":                  "[] 0 0.25 map[]",
		"[permissions]\n\"sql_*\" = \"allow\"\nx = \"deny\"": "[] 0 0 map[sql_*:allow x:deny]",
		"tools = 1":                          "config.toml:1 tools: this has to be true, false, or a list",
		"tools = [1]":                        "true, false, or a list",
		"max_steps = 0":                      "a whole number of steps",
		"max_cost = -1":                      "a number of USD",
		"permissions = \"allow\"":            "the table [permissions]",
		"[permissions]\n\"sql_*\" = \"yes\"": "config.toml:2 permissions.sql_*: this has to be ask, allow or deny",
	} {
		d := newDesk(t)
		d.write("app/config.toml", file+"\n")
		s, err := LoadSettings(d.place().Dir+"/config.toml", func(string) string { return "" })
		got := fmt.Sprint(s.Tools, s.MaxSteps, s.MaxCost, s.Permissions)
		if err != nil {
			got = strings.TrimPrefix(err.Error(), d.place().Dir+"/")
		}
		if !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q", file, got, want)
		}
	}
}
