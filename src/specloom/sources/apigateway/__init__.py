"""A document that AWS API Gateway exports: ``apigateway:NAME_OR_ID/STAGE?region=eu-west-1``.

``spelling`` reads that line, ``gateway`` makes the calls (through boto3, imported when the first is made), ``errors``
turns what goes wrong in them into a sentence, ``finding`` finds API and stage, ``pulling`` gets the document, and
``lag`` tells which edits of the API its stage does not have.
"""

from specloom.sources.apigateway.lag import BLIND_SPOTS, Undeployed, undeployed
from specloom.sources.apigateway.pulling import fetch

__all__ = ["BLIND_SPOTS", "Undeployed", "fetch", "undeployed"]
