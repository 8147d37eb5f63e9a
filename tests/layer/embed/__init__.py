"""Embeddings of many texts, against vectors made of the words in them."""
