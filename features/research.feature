Feature: research
