from django.db import migrations

from tracker.lib.append_only import guard

# At commit, because an entry and the citations of its subject are written in one transaction, in no fixed order.
ENTRY_IS_CITED = """
CREATE FUNCTION ledger_entry_is_cited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledger_citation c
        WHERE c.statement_id = NEW.statement_id OR c.retraction_id = NEW.retraction_id
           OR c.appearance_id = NEW.appearance_id OR c.finding_id = NEW.finding_id
    ) THEN
        RAISE EXCEPTION 'Entry % cites nothing.', NEW.seq
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_cited', TABLE = 'ledger_entry';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_is_cited AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_cited();
"""

# What an entry's hash covers must not grow after it was hashed.
CITATION_COMES_FIRST = """
CREATE FUNCTION ledger_citation_comes_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM ledger_entry e
        WHERE e.statement_id = NEW.statement_id OR e.retraction_id = NEW.retraction_id
           OR e.appearance_id = NEW.appearance_id OR e.finding_id = NEW.finding_id
    ) THEN
        RAISE EXCEPTION 'This is recorded already: its citations are closed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'citation_comes_before_its_entry',
                  TABLE = 'ledger_citation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER citation_comes_before_its_entry BEFORE INSERT ON ledger_citation
    FOR EACH ROW EXECUTE FUNCTION ledger_citation_comes_first();
"""

ENTRY_FOLLOWS = """
CREATE FUNCTION ledger_entry_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq > 1 AND NOT EXISTS (
        SELECT FROM ledger_entry e WHERE e.seq = NEW.seq - 1 AND e.hash = NEW.previous_hash
    ) THEN
        RAISE EXCEPTION 'Entry % does not follow the entry before it.', NEW.seq
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_follows_the_one_before', TABLE = 'ledger_entry';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_follows_the_one_before BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_follows();
"""

# Entries were recorded about this sentence and no other.
CLAIM_KEEPS_ITS_SENTENCE = """
CREATE FUNCTION ledger_claim_keeps_its_sentence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A claim keeps its sentence and its id: open another claim and merge this one into it.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER claim_keeps_its_sentence BEFORE UPDATE ON ledger_claim
    FOR EACH ROW WHEN (OLD.sentence IS DISTINCT FROM NEW.sentence OR OLD.public_id IS DISTINCT FROM NEW.public_id)
    EXECUTE FUNCTION ledger_claim_keeps_its_sentence();
"""


def _trigger(sql, *, table, trigger, function):
    return migrations.RunSQL(
        sql=sql, reverse_sql=f"DROP TRIGGER {trigger} ON {table}; DROP FUNCTION {function}();"
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_what_we_stand_behind")]

    operations = [
        *(
            guard(f"ledger_{table}")
            for table in (
                "entry",
                "statement",
                "retraction",
                "appearance",
                "finding",
                "citation",
                "claimrelation",
            )
        ),
        _trigger(
            ENTRY_IS_CITED, table="ledger_entry", trigger="entry_is_cited", function="ledger_entry_is_cited"
        ),
        _trigger(
            CITATION_COMES_FIRST,
            table="ledger_citation",
            trigger="citation_comes_before_its_entry",
            function="ledger_citation_comes_first",
        ),
        _trigger(
            ENTRY_FOLLOWS,
            table="ledger_entry",
            trigger="entry_follows_the_one_before",
            function="ledger_entry_follows",
        ),
        _trigger(
            CLAIM_KEEPS_ITS_SENTENCE,
            table="ledger_claim",
            trigger="claim_keeps_its_sentence",
            function="ledger_claim_keeps_its_sentence",
        ),
    ]
