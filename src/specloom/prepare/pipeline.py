"""The passes in their order, and ``prepare``, which runs them."""

from __future__ import annotations

from specloom.collection import no_collection
from specloom.prepare.normal_form import check
from specloom.prepare.passes import (
    api_gateway,
    api_gateway_security,
    copy_aliases,
    drop_empty_models,
    drop_preflights,
    drop_prose_titles,
    drop_resource_tags,
    fill_base_path,
    flatten_unions,
    hoist_inline,
    infer_discriminators,
    inline_components,
    mark_widened,
    mend_parameters,
    merge_all_of,
    merge_path_parameters,
    name_operations,
    name_references,
    note_pointers,
    open_answers,
    place_hashed_models,
    recursive_refs,
    spell_const,
    spell_null,
    spell_one_of,
    spell_types,
    split_query_from_paths,
    spread_bases,
    tidy_operations,
    tidy_schemas,
    tidy_servers,
    upgrade_3_0,
    upgrade_swagger,
    widen_keywords,
)
from specloom.prepare.source_form import check_source
from specloom.prepare.values import Document

PASSES = (
    note_pointers.PASS,
    drop_preflights.PASS,
    api_gateway.PASS,
    api_gateway_security.PASS,
    drop_empty_models.PASS,
    place_hashed_models.PASS,
    open_answers.PASS,
    drop_resource_tags.PASS,
    fill_base_path.PASS,
    name_references.PASS,
    upgrade_swagger.PASS,
    inline_components.PASS,
    upgrade_3_0.PASS,
    tidy_servers.PASS,
    merge_path_parameters.PASS,
    split_query_from_paths.PASS,
    mend_parameters.PASS,
    name_operations.PASS,
    tidy_operations.PASS,
    drop_prose_titles.PASS,
    recursive_refs.PASS,
    widen_keywords.PASS,
    spell_types.PASS,
    spell_null.PASS,
    spell_const.PASS,
    spell_one_of.PASS,
    spread_bases.PASS,
    merge_all_of.PASS,
    flatten_unions.PASS,
    tidy_schemas.PASS,
    hoist_inline.PASS,
    copy_aliases.PASS,
    infer_discriminators.PASS,
    mark_widened.PASS,
)


def prepare(document: Document, source: str = "") -> Document:
    """Bring a document into the normal form that engines, plan and diff read.

    Args:
        document: A loaded Swagger 2.0 or OpenAPI 3.x document with text keys. It is not changed; the result shares
            parts with it, so that nobody must change the result in place either.
        source: Its file or URL, for messages.

    Raises:
        SpecloomError: If the document cannot be prepared, with all problems that were found.
    """
    with no_collection():
        check_source(document, source)
        for step in PASSES:
            document = step.run(document)
        check(document)
    return document
